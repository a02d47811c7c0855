// Nastaliq, as Urdu is printed, for what is read out: 108 KB, more than all the rest of the desk. So it is fetched once,
// when the desk has rested for a while, and no first call waits for it; until then plain Naskh stands in its place. Who
// wants everything in it gets all the rest of the page in it at the same time.
const COME = "raabta.nastaliq";
const REST = 15_000; // milliseconds
const RESTING = ["ready", "paused"];
const WRITTEN_IN_IT = ["ur", "ks"];

const { classList } = document.documentElement;

export async function bringNastaliq(desk) {
  if (localStorage.getItem(COME) === null) await rest(desk);
  await document.fonts.load('1em "Noto Nastaliq Urdu"', "ا");
  localStorage.setItem(COME, "yes");
  classList.add("nastaliq");
  classList.toggle("all-nastaliq", classList.contains("wants-nastaliq"));
}

async function rest(desk) {
  for (let rested = false; !rested; ) {
    await new Promise((done) => setTimeout(done, REST));
    const needed = classList.contains("wants-nastaliq") || desk.middle.script?.languages.some((language) => WRITTEN_IN_IT.includes(language));
    rested = needed && !desk.linkDown && RESTING.includes(desk.state?.status) && !navigator.connection?.saveData;
  }
}
