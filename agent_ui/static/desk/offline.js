// What lets the desk open without the link: its page and its files kept on this computer, and taken anew only when the
// agent has no call. Plain HTTP and old browsers have none of it; there the desk works as long as the link does.
import { page } from "./page.js";

const [SHELL, FILES] = ["raabta.shell", "raabta.files"]; // as in worker.js
const HERE = "/desk/";

export async function keepHere() {
  if (!page.worker || !navigator.serviceWorker || !window.caches) return;
  await navigator.serviceWorker.register(page.worker, { scope: HERE, updateViaCache: "none" });
  if (!page.offline) return;
  const shells = await caches.open(SHELL);
  if (!(await shells.match(HERE, { ignoreVary: true }))) await shells.add(HERE);
  await keepFiles();
}

async function keepFiles() {
  const files = await caches.open(FILES);
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const wanted = loaded.filter((address) => address.startsWith(`${location.origin}/`) && address.includes("?v="));
  const plain = (address) => address.split("?")[0];
  const newest = new Map(wanted.map((address) => [plain(address), address]));
  for (const { url } of await files.keys()) {
    if (newest.has(plain(url)) && newest.get(plain(url)) !== url) await files.delete(url);
  }
  const missing = [];
  for (const address of newest.values()) if (!(await files.match(address))) missing.push(address);
  await files.addAll(missing); // from the browser's own store: they have just been loaded
}

// The next load comes from the server.
export async function forgetPage() {
  await window.caches?.delete(SHELL);
}

export async function takeNewPage() {
  await forgetPage();
  location.reload();
}
