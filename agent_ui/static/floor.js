// Keeps the floor live: fetches what changed and puts it in the place of what stands there, node by node, so that
// focus, scroll and order stay. Shows how old the data is, and greys it after 15 seconds.
import { live } from "./live.js";

const AT_MOST = 500; // twice a second, however much happens
const AT_LEAST = 5000; // numbers that only time changes
const OLD = 15000;
const age = document.getElementById("age");
const words = document.getElementById("age-words");
const speed = Number(age.dataset.speed);
let heard = Date.now();
let drawn = heard; // when what stands here was drawn: clocks run on from there
let mark = "";
let asked = 0;

async function refresh() {
  if (document.hidden) return;
  const wait = asked + AT_MOST - Date.now();
  if (wait > 0) await new Promise((done) => setTimeout(done, wait));
  asked = Date.now();
  const address = new URL(location.href);
  address.searchParams.set("part", "1");
  const headers = { Accept: "text/html", ...(mark && { "If-None-Match": mark }) };
  const answer = await fetch(address, { headers, cache: "no-store", signal: AbortSignal.timeout(10000) });
  if (answer.redirected || answer.status === 401) return location.reload();
  if (answer.status === 304) return noteFresh();
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("now");
  if (!fresh) return;
  morph(document.getElementById("now"), fresh);
  mark = answer.headers.get("ETag") ?? "";
  drawn = Date.now();
  noteFresh();
}

function noteFresh() {
  heard = Date.now();
  showAge();
  dispatchEvent(new Event("floor-changed"));
}

// Makes `old` equal to `fresh`: children with an id are matched by it and keep their order, others by their kind.
function morph(old, fresh) {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  const left = new Set(old.childNodes);
  const named = new Map([...old.children].filter((one) => one.id).map((one) => [one.id, one]));
  let before = null;
  for (const node of fresh.childNodes) {
    const twin = node.id ? named.get(node.id) : [...left].find((one) => one.nodeName === node.nodeName && !one.id);
    if (twin) {
      left.delete(twin);
      if (node.nodeType === Node.ELEMENT_NODE) morph(twin, node);
      else if (twin.nodeValue !== node.nodeValue) twin.nodeValue = node.nodeValue;
    }
    const placed = twin || document.importNode(node, true);
    if (!twin) before ? before.after(placed) : old.prepend(placed);
    before = placed;
  }
  for (const node of left) node.remove();
}

function showAge() {
  const past = Date.now() - heard;
  const old = past > OLD;
  document.documentElement.classList.toggle("stale", old);
  words.textContent = (old ? age.dataset.old : age.dataset.fresh).replace("{seconds}", Math.round(past / 1000));
}

function clock(total) {
  const two = (value) => String(value).padStart(2, "0");
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor(total / 60) % 60;
  return (hours ? `${hours}:${two(minutes)}` : two(minutes)) + `:${two(Math.floor(total) % 60)}`;
}

// Clocks run on between two answers, as fast as the floor's own clock.
function tick() {
  showAge();
  const past = ((Date.now() - drawn) / 1000) * speed;
  for (const one of document.querySelectorAll("[data-seconds]")) {
    const text = clock(Number(one.dataset.seconds) + past);
    if (one.textContent !== text) one.textContent = text;
  }
}

live(age.dataset.live, refresh);
setInterval(tick, 1000);
setInterval(() => Date.now() - asked > AT_LEAST && refresh().catch(() => {}), 1000);
document.addEventListener("visibilitychange", () => refresh().catch(() => {}));
