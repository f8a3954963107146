// Two minutes before a session ends, a dialog says so. Working counts, also in another tab: the tabs
// tell each other until when the session lasts. What somebody has typed is never reloaded away.
const warning = document.getElementById("session-warning");
const ended = document.getElementById("session-ended");
const { idleSeconds, warnSeconds, mostSeconds, extendUrl } = warning.dataset;
const idleMs = Number(idleSeconds) * 1000;
const warnMs = Number(warnSeconds) * 1000;
const workMs = Math.min(5 * 60 * 1000, idleMs / 3);
const extension = warning.querySelector(`form[action="${extendUrl}"]`);
const tabs = new BroadcastChannel("session");
const unsent = new Set();
let lastsUntil = Date.now() + Number(mostSeconds) * 1000;
let endsAt = 0;
let workSentAt = Date.now();
let isOver = false;
let isFinalSaid = false;

function renew(until) {
  lastsUntil = until;
  endsAt = Math.min(Date.now() + idleMs, lastsUntil);
  isOver = false;
  if (warning.open && !isFinal()) warning.close();
  if (ended.open) ended.close();
}

function announce(until = lastsUntil) {
  renew(until);
  tabs.postMessage(until);
}

function isFinal() {
  return lastsUntil - endsAt < 2000;
}

function shown(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function warn(left) {
  for (const part of warning.querySelectorAll("[data-session-idle]")) part.hidden = isFinal();
  for (const part of warning.querySelectorAll("[data-session-final]")) part.hidden = !isFinal();
  for (const clock of warning.querySelectorAll("[data-session-clock]")) clock.textContent = shown(left);
  if (warning.open || (isFinal() && isFinalSaid)) return;
  isFinalSaid = isFinal();
  warning.showModal();
}

function end() {
  if (isOver) return;
  isOver = true;
  if (warning.open) warning.close();
  if (unsent.size) ended.showModal();
  else location.reload();
}

function tick() {
  const left = endsAt - Date.now();
  if (left <= 0) end();
  else if (left <= warnMs) warn(left);
}

// A page loaded anew tells whether one is signed in, and gives form tokens that fit a newer session.
async function refreshTokens() {
  const answer = await fetch(location.href);
  if (!answer.ok || answer.redirected) return end();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("#session-warning [name=csrfmiddlewaretoken]");
  if (!fresh) return end();
  for (const token of document.querySelectorAll("[name=csrfmiddlewaretoken]")) token.value = fresh.value;
  const most = Number(page.getElementById("session-warning").dataset.mostSeconds);
  announce(Date.now() + most * 1000);
}

async function extend() {
  workSentAt = Date.now();
  const answer = await fetch(extendUrl, { method: "POST", body: new FormData(extension) });
  if (!answer.ok || answer.redirected) return refreshTokens();
  const { seconds } = await answer.json();
  announce();
  endsAt = Math.min(endsAt, Date.now() + seconds * 1000);
}

function work(event) {
  if (isOver || warning.contains(event.target)) return;
  if (Date.now() - workSentAt > workMs) extend().catch(() => {});
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && form.method === "post") unsent.add(form);
  work(event);
});
document.addEventListener("click", work);
document.addEventListener("submit", (event) => unsent.delete(event.target));
warning.addEventListener("cancel", (event) => event.preventDefault());
extension.addEventListener("submit", (event) => {
  event.preventDefault();
  extend().catch(() => {});
});
tabs.addEventListener("message", ({ data }) => {
  if (isOver) refreshTokens().catch(() => {});
  else renew(data);
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful && !event.target.hasAttribute("data-poll")) announce();
});
announce();
setInterval(tick, 1000);
