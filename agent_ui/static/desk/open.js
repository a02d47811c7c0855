// Opens the desk: joins the page's own buttons, the keys, the link and the ticking to it.
import { live } from "../live.js";
import { openBox } from "./box.js";
import { Desk } from "./desk.js";
import { showRefused } from "./dialogs.js";
import { libraries } from "./frame.js";
import { listen } from "./keys.js";
import { freshToken } from "./link.js";
import { bringNastaliq } from "./nastaliq.js";
import { forgetPage, keepHere, takeNewPage } from "./offline.js";
import { part } from "./page.js";

const FULL_LOOK = 3; // every so many beats, should the stream have lost what it had to tell
const desk = new Desk(await openBox());
listen(desk);
part("break").addEventListener("click", () => desk.acts.askBreak());
part("refer").addEventListener("click", () => desk.acts.refer());
part("keys").addEventListener("click", () => desk.acts.showKeys());
part("sign-out").addEventListener("submit", (event) => {
  event.preventDefault();
  desk.acts.endShift(event.target);
});
part("refused").addEventListener("click", () => showRefused(desk.outbox));
part("load-newer").addEventListener("click", takeNewPage);
document.querySelector("form.choice").addEventListener("submit", (event) => readInAnother(event));
addEventListener("offline", () => desk.link(true));
setInterval(() => desk.tick(), 1_000);
await desk.begin();
const pulse = new Worker(libraries().pulse);
let beats = 0;
pulse.addEventListener("message", () => desk.refresh((beats += 1) % FULL_LOOK !== 0));
const stream = live(libraries().live, () => desk.refresh());
desk.stop = () => {
  pulse.terminate();
  stream.close();
};
if (desk.state?.leg === "browser") desk.acts.openSoftphone();
bringNastaliq(desk).catch((failure) => console.info("no_nastaliq", failure.name));
keepHere().catch((failure) => console.info("nothing_kept", failure.name));

// The page on this computer has the language and the letters of before: the next one comes from the server.
async function readInAnother(event) {
  event.preventDefault();
  const { form, name, value } = event.submitter;
  form.elements.csrf_token.value = freshToken();
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  await forgetPage();
  form.submit();
}
