// A supervisor in an agent's call: the bar that says who hears whom, its keys L, W, J and Escape, and her own line.
import { LinkDown, ask, askJson } from "./asking.js";
import { OwnLeg } from "./own_leg.js";

const ALIVE = 5000;
const KEYS = { KeyL: "listen", KeyW: "whisper", KeyJ: "join" };
const SIGNS_OF_TYPING = "input, textarea, select, [contenteditable]";

export class Hearing {
  constructor({ bar, sure, words, remark }) {
    Object.assign(this, { bar, sure, words, remark, now: null, asking: false, turn: Promise.resolve(), heardAt: 0 });
    this.leg = new OwnLeg(bar.dataset.library, () => this.leave());
    for (const button of bar.querySelectorAll("[data-mode]")) button.addEventListener("click", () => this.wish(button.dataset.mode));
    this.part("leave").addEventListener("click", () => this.leave());
    addEventListener("keydown", (event) => this.press(event));
    setInterval(() => this.tick(), 1000);
  }

  part(name) {
    return this.bar.querySelector(`[data-hearing="${name}"]`);
  }

  // Physical keys, so that they work under every layout; a letter acts only on a chosen agent or in the bar (WCAG 2.1.4).
  press(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || document.querySelector("dialog[open]")) return;
    const leaves = event.code === "Escape" && this.now;
    const mode = KEYS[event.code];
    if (!leaves && (!mode || event.target.matches(SIGNS_OF_TYPING))) return;
    const desk = event.target.closest("[data-on-call]")?.dataset.desk;
    if (leaves) this.leave();
    else if (this.now && (desk === this.now.desk || this.bar.contains(event.target))) this.wish(mode);
    else if (!this.now && desk) this.begin(desk, mode);
    else return;
    event.preventDefault();
  }

  async begin(desk, mode) {
    if (mode === "join" && !(await this.isSure())) return;
    await this.tell(() => askJson("/floor/listening/begin", { desk, mode, leg: this.bar.dataset.leg }));
    if (this.now) this.bar.querySelector("[aria-pressed=true]")?.focus();
    if (this.now?.leg === "browser") this.leg.open();
  }

  async wish(mode) {
    if (!this.now || (mode === this.now.mode && mode === this.now.wanted)) return;
    if (mode === "join" && !(await this.isSure())) return;
    await this.carryOut(mode);
  }

  // The carrier changes nothing before her own line is in the room; it is asked again until it has.
  async carryOut(mode) {
    const { id } = this.now;
    await this.tell(() => askJson("/floor/listening/mode", { id, mode }));
  }

  async leave() {
    if (!this.now) return;
    const { id } = this.now;
    this.leg.close();
    await this.tell(() => askJson("/floor/listening/end", { id }));
  }

  async refresh() {
    if (!this.asking) await this.tell(() => (this.now ? askJson("/floor/listening/alive", { id: this.now.id }) : ask("/floor/listening/now")));
  }

  // One after the other: a wish waits for a look that is under way, and is never dropped.
  tell(errand) {
    const done = this.turn.then(() => this.run(errand));
    this.turn = done.catch(() => null);
    return done;
  }

  async run(errand) {
    this.asking = true;
    try {
      this.take(await errand());
    } catch (failure) {
      if (!(failure instanceof LinkDown)) throw failure;
      if (this.now) this.remark(this.words.link_down, "bad");
    } finally {
      this.asking = false;
    }
  }

  take(told) {
    if (told.hint && told.because !== "leg_not_there") {
      this.remark(told.hint, "bad");
      if (this.now) this.now.wanted = this.now.mode;
    }
    if (told.said) this.remark(told.said);
    if (!("listening" in told)) return this.show();
    if (!told.listening) this.leg.close();
    this.now = told.listening;
    this.heardAt = performance.now();
    this.show();
  }

  show() {
    const { bar, now, words } = this;
    bar.hidden = !now;
    document.documentElement.classList.toggle("hears", Boolean(now));
    if (!now) return;
    const fill = (sentence) => sentence.replace("{agent}", now.agent);
    bar.dataset.hears = now.connected ? now.mode : "nobody";
    this.set("words", fill(now.connected ? words[now.mode] : words[now.leg]));
    this.set("agent", now.agent);
    const seen = fill(words[now.seen ? "seen" : "unseen"]);
    const also = now.can_whisper ? seen : `${seen} ${words.unheard}`;
    this.set("seen", now.connected ? also : ""); // while her own line rings she is not there yet, and nobody sees her
    for (const button of bar.querySelectorAll("[data-mode]")) {
      button.setAttribute("aria-pressed", String(button.dataset.mode === now.mode));
      button.disabled = button.dataset.mode === "whisper" && !now.can_whisper;
    }
  }

  set(name, text) {
    const part = this.part(name);
    if (part.textContent !== text) part.textContent = text;
  }

  tick() {
    if (!this.now) return;
    const past = (performance.now() - this.heardAt) / 1000;
    const seconds = Math.floor(this.now.seconds + (this.now.connected ? past * Number(this.bar.dataset.speed) : 0));
    this.set("clock", `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`);
    if (this.now.connected && this.now.wanted !== this.now.mode) this.carryOut(this.now.wanted);
    else if (past * 1000 > (this.now.connected ? ALIVE : 1000)) this.refresh();
  }

  isSure() {
    this.sure.returnValue = "";
    this.sure.showModal();
    return new Promise((resolve) => {
      this.sure.addEventListener("close", () => resolve(this.sure.returnValue === "yes"), { once: true });
    });
  }
}
