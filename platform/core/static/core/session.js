// Two minutes before an idle session ends, a dialog offers to stay. Working in another tab
// counts: the tabs tell each other when the session was last extended.
const warning = document.getElementById("session-warning");
const { idleSeconds, warnSeconds, extendUrl } = warning.dataset;
const idleMs = Number(idleSeconds) * 1000;
const warnMs = Number(warnSeconds) * 1000;
const clock = warning.querySelector("[data-session-clock]");
const tabs = new BroadcastChannel("session");
let endsAt = Date.now() + idleMs;

function renew() {
  endsAt = Date.now() + idleMs;
  if (warning.open) warning.close();
}

function announce() {
  renew();
  tabs.postMessage("renewed");
}

function shown(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function tick() {
  const left = endsAt - Date.now();
  if (left <= 0) {
    clearInterval(ticking);
    location.reload();
    return;
  }
  if (left > warnMs) return;
  clock.textContent = shown(left);
  if (!warning.open) warning.showModal();
}

warning.addEventListener("cancel", (event) => event.preventDefault());
warning.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await fetch(extendUrl, { method: "POST", body: new FormData(event.target) });
  if (answer.ok && !answer.redirected) announce();
  else location.reload();
});
tabs.addEventListener("message", renew);
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful && !event.target.hasAttribute("data-poll")) announce();
});
announce();
const ticking = setInterval(tick, 1000);
