// The desk's service worker: the desk opens at once on a bad link, and without one. It keeps the page, which holds no
// name and no number, and files whose address carries the hash of their content. It never keeps JSON, and it never
// changes the code of a page that is open: only the page itself takes a newer one (offline.js), and never during a call.
const [SHELL, FILES] = ["raabta.shell", "raabta.files"];

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, searchParams } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && pathname === "/desk/") event.respondWith(kept(SHELL, request));
  else if (/^\/(static\/|desk\/code\.js)/.test(pathname) && searchParams.has("v")) event.respondWith(kept(FILES, request));
});

async function kept(name, request) {
  const place = await caches.open(name);
  const found = await place.match(request, { ignoreVary: true });
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok && !answer.redirected) place.put(request, answer.clone()).catch(() => null); // a full disk harms nobody
  return answer;
}
