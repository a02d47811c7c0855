// A short check before the shift: the link, the headset or the phone, and what is still kept on this computer.
import { openBox } from "./box.js";

const at = (id) => document.getElementById(id);
const words = at("check-words");
const AUDIBLE = 0.04;
const FAST = 10_000; // kbit/s; more cannot be told by one small file, and matters to nobody
const WEAK = 100; // kbit/s that a voice through the browser needs, with some to spare

function say(name) {
  words.textContent = words.dataset[name];
}

function fill(place, name, fields) {
  place.textContent = place.dataset[name].replace(/\{(\w+)\}/g, (_, field) => fields[field]);
}

async function measureLink() {
  const place = at("check-link");
  try {
    const began = performance.now();
    await fetch("/desk/start", { method: "HEAD", cache: "no-store" });
    const milliseconds = Math.round(performance.now() - began);
    const sample = document.querySelector('link[href*="/app."], link[href*="app.css"]').href;
    await (await fetch(sample, { cache: "no-store" })).arrayBuffer();
    const { encodedBodySize: bytes, responseStart, responseEnd } = performance.getEntriesByName(sample).at(-1);
    const speed = Math.round((bytes * 8) / Math.max(responseEnd - responseStart, 1));
    fill(place, speed < FAST ? "words" : "fast", { milliseconds, speed });
    if (speed < WEAK) place.append(` ${place.dataset.weak}`);
  } catch {
    place.textContent = place.dataset.down;
  }
}

async function hear() {
  let sound;
  try {
    sound = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    return say("refused");
  }
  const level = at("level");
  level.hidden = false;
  say("speak");
  const context = new AudioContext();
  const meter = context.createAnalyser();
  context.createMediaStreamSource(sound).connect(meter);
  const wave = new Float32Array(meter.fftSize);
  let heard = false;
  const look = setInterval(() => {
    meter.getFloatTimeDomainData(wave);
    const loudness = Math.max(...wave.map(Math.abs));
    level.value = loudness;
    heard ||= loudness > AUDIBLE;
    if (heard) say("good");
  }, 100);
  setTimeout(() => {
    clearInterval(look);
    sound.getTracks().forEach((track) => track.stop());
    context.close();
    level.hidden = true;
    if (!heard) say("silent");
  }, 8_000);
}

// Two tones, so that a click or a hum is not taken for them.
function playSound() {
  const context = new AudioContext();
  [440, 660].forEach((height, place) => {
    const tone = context.createOscillator();
    const volume = context.createGain();
    volume.gain.value = 0.2;
    tone.frequency.value = height;
    tone.connect(volume).connect(context.destination);
    tone.start(context.currentTime + place * 0.5);
    tone.stop(context.currentTime + place * 0.5 + 0.4);
  });
  setTimeout(() => context.close(), 1_500);
  say("played");
}

async function callMyPhone() {
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const campaign = document.querySelector("[name=campaign_id]:checked").value;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" };
  const ask = { method: "POST", headers, body: JSON.stringify({ campaign_id: campaign }) };
  const rung = await fetch("/desk/call-my-phone", ask).catch(() => ({ ok: false }));
  say(rung.ok ? "rung" : "notRung");
}

// What the desk could not send before this computer was switched off.
async function lookForKept() {
  const place = at("check-kept");
  const kept = await (await openBox()).all();
  const mine = kept.filter(({ agent }) => !agent || agent === place.dataset.agent).length;
  const others = kept.filter(({ agent }) => agent && agent !== place.dataset.agent && !agent.startsWith("practice-")).length;
  if (mine) fill(place, "words", { count: mine });
  else if (others) fill(place, "others", { count: others });
  place.hidden = !mine && !others;
}

if (words) {
  const legs = document.querySelectorAll("[name=leg]");
  const chosen = () => document.querySelector("[name=leg]:checked")?.value;
  const show = () => {
    document.querySelectorAll("[data-for]").forEach((button) => (button.hidden = button.dataset.for !== chosen()));
    at("check-buttons").hidden = chosen() === "none";
  };
  legs.forEach((leg) => leg.addEventListener("change", show));
  at("check-microphone").addEventListener("click", hear);
  at("check-sound").addEventListener("click", playSound);
  at("check-phone").addEventListener("click", callMyPhone);
  show();
  measureLink();
  lookForKept();
}
