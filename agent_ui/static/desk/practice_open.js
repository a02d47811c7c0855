// Opens a practice desk: the desk as it is, with invented people behind it; only its unsent answers stay on this computer.
import { openBox } from "./box.js";
import { Desk } from "./desk.js";
import { showRefused } from "./dialogs.js";
import { libraries } from "./frame.js";
import { listen } from "./keys.js";
import { bringNastaliq } from "./nastaliq.js";
import { part } from "./page.js";
import { Practice } from "./practice.js";

const box = await openBox();
const nothing = async () => null;
Object.assign(box, { keepDesk: nothing, keptDesk: nothing, keepNote: nothing, keptNote: nothing }); // the real desk's is not overwritten
const desk = new Desk(box);
desk.practise(new Practice(desk));
listen(desk);
part("keys").addEventListener("click", () => desk.acts.showKeys());
part("refused").addEventListener("click", () => showRefused(desk.outbox));
addEventListener("offline", () => desk.link(true));
setInterval(() => desk.tick(), 1_000);
await desk.begin();
bringNastaliq(desk).catch((failure) => console.info("no_nastaliq", failure.name));
new Worker(libraries().pulse).addEventListener("message", () => desk.refresh());
