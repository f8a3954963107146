// Shows the address of the new centre while its short name is being typed.

const name = document.querySelector("#id_slug");
const shown = document.querySelector("[data-address]");
const nothing = shown?.textContent;

name?.addEventListener("input", () => {
  shown.textContent = name.value.trim().toLowerCase() || nothing;
});
