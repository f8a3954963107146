{% load i18n %}// Opens the sheets of today without signal. Only a trusted phone runs it, and only under /obecnosc/arkusz/.
// What may be kept, and until when, the server says with each page; everything else passes through untouched.
const STORE = "ogniwo-sheets";
const KEPT_UNTIL = "Sheet-Kept-Until";
const PATIENCE = 6000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (new URL(request.url).pathname.startsWith("/static/")) event.respondWith(part(request));
});

async function page(request) {
  const network = fetch(request).then((answer) => noted(request, answer));
  const copy = await kept(request);
  if (!copy) return network.catch(() => nothing());
  const later = new Promise((resolve) => setTimeout(resolve, PATIENCE, copy));
  return Promise.race([network.catch(() => copy), later]);
}

// Whoever is led away or refused has signed out, or the phone is no longer trusted.
async function noted(request, answer) {
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) await caches.delete(STORE);
  else if (answer.ok && answer.headers.has(KEPT_UNTIL)) {
    const store = await caches.open(STORE);
    await store.put(new URL(request.url).pathname, answer.clone());
  }
  return answer;
}

async function kept(request) {
  const copy = await caches.match(new URL(request.url).pathname, { cacheName: STORE });
  if (!copy || Number(copy.headers.get(KEPT_UNTIL)) > Date.now()) return copy;
  await caches.delete(STORE);
  return undefined;
}

async function part(request) {
  try {
    return await fetch(request);
  } catch (away) {
    const copy = await caches.match(request, { cacheName: STORE });
    if (copy) return copy;
    throw away;
  }
}

function nothing() {
  const words = "{% filter escapejs %}{% translate "No signal. This page opens again when the phone has signal." %}{% endfilter %}";
  const page = `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Ogniwo</title><p>${words}</p>`;
  return new Response(page, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}
