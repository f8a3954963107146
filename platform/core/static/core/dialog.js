// A link with data-dialog opens its confirm page in a <dialog>. The page is the same one
// that opens without scripts; whatever goes wrong here, the link is simply followed.
const dialog = document.getElementById("dialog");

async function open(link) {
  const answer = await fetch(link.href, { headers: { "X-Requested-With": "fetch" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const confirm = page.getElementById("confirm");
  if (!answer.ok || !confirm) throw new Error("not a confirm page");
  for (const form of confirm.querySelectorAll("form:not([action])")) form.action = link.href;
  dialog.replaceChildren(document.importNode(confirm, true));
  dialog.setAttribute("aria-labelledby", "confirm-heading");
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const cancel = event.target.closest("[data-dialog-cancel]");
  if (cancel && dialog.contains(cancel)) {
    event.preventDefault();
    dialog.close();
    return;
  }
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link).catch(() => location.assign(link.href));
});

dialog.addEventListener("close", () => dialog.replaceChildren());
