// A short check before the shift: how quick the link is, and whether the headset hears the agent.
const words = document.getElementById("check-words");
const button = document.getElementById("check-microphone");
const level = document.getElementById("level");
const AUDIBLE = 0.04;

async function measureLink() {
  const began = performance.now();
  await fetch("/desk/start", { method: "HEAD", cache: "no-store" });
  const milliseconds = Math.round(performance.now() - began);
  words.textContent = words.dataset.link.replace("{milliseconds}", milliseconds);
}

async function hear() {
  let sound;
  try {
    sound = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    words.textContent = words.dataset.refused;
    return;
  }
  level.hidden = false;
  words.textContent = words.dataset.speak;
  const context = new AudioContext();
  const meter = context.createAnalyser();
  context.createMediaStreamSource(sound).connect(meter);
  const wave = new Float32Array(meter.fftSize);
  const look = setInterval(() => {
    meter.getFloatTimeDomainData(wave);
    const loudness = Math.max(...wave.map(Math.abs));
    level.value = loudness;
    if (loudness > AUDIBLE) words.textContent = words.dataset.good;
  }, 100);
  setTimeout(() => {
    clearInterval(look);
    sound.getTracks().forEach((track) => track.stop());
    context.close();
    level.hidden = true;
  }, 8_000);
}

if (button) {
  const byBrowser = () => (button.hidden = document.querySelector("[name=leg]:checked")?.value !== "browser");
  document.querySelectorAll("[name=leg]").forEach((leg) => leg.addEventListener("change", byBrowser));
  button.addEventListener("click", hear);
  byBrowser();
  measureLink();
}
