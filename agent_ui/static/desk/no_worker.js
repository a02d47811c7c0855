// The switch that ends it all (DESK_OFFLINE=off): browsers ask for the worker anew with every visit, get this one
// instead, and keep nothing any more. A page that is open goes on as it is.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
  const emptied = caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))));
  event.waitUntil(Promise.all([emptied, registration.unregister()]));
});
