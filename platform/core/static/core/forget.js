// Nobody is signed in on this page: whatever a trusted phone kept to work without signal is thrown away.
// Marks that still wait to be sent are ids and codes alone; they stay for the account that made them.
if ("caches" in window) {
  for (const name of await caches.keys()) {
    if (name.startsWith("ogniwo-")) await caches.delete(name);
  }
}
