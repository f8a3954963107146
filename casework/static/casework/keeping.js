// On a trusted phone today's sheets open without signal: a service worker hands out copies that are kept here.
// A browser that is not trusted keeps nothing, and loses what it once kept.
const STORE = "ogniwo-sheets";

export async function forgetSheets() {
  if ("caches" in window) await caches.delete(STORE);
}

export async function keepSheets({ page, others }) {
  if (!("serviceWorker" in navigator) || !navigator.onLine) return;
  const { workerUrl } = page.dataset;
  if (!("keeps" in page.dataset)) return "sheetForm" in page.dataset ? undefined : retire(workerUrl);
  try {
    await navigator.serviceWorker.register(workerUrl);
    const store = await caches.open(STORE);
    for (const path of [location.pathname, ...others]) await copy(store, path);
    await store.addAll(parts());
  } catch {
    // No signal, or no room: the next visit tries again.
  }
}

// The list of today's sheets speaks for the browser; a sheet of another day says nothing about it.
async function retire(workerUrl) {
  forgetCodes();
  const registration = await navigator.serviceWorker.getRegistration(workerUrl);
  if (registration?.active?.scriptURL.endsWith(workerUrl)) await registration.unregister();
  await forgetSheets();
}

// What the server took is remembered beside the kept copies, and means nothing without them. Marks that still wait
// for the server stay: they belong to whoever tapped them.
function forgetCodes() {
  for (const key of Object.keys(localStorage)) if (key.startsWith("ogniwo-known:")) localStorage.removeItem(key);
}

async function copy(store, path) {
  if (path !== location.pathname && (await store.match(path))) return;
  const answer = await fetch(path);
  if (answer.ok && !answer.redirected && answer.headers.has("Sheet-Kept-Until")) await store.put(path, answer);
}

// Everything that this page is made of: styles, scripts with what they import, fonts.
function parts() {
  const loaded = performance.getEntriesByType("resource").map((entry) => new URL(entry.name));
  return loaded.filter((url) => url.origin === location.origin && url.pathname.startsWith("/static/")).map(String);
}
