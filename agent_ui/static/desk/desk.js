// The desk: holds the newest state of the server, shows it, and sends what the agent does.
import { live } from "../live.js";
import { chooseBreak, makeSure, showKeys } from "./dialogs.js";
import { Frame, libraries } from "./frame.js";
import { listen } from "./keys.js";
import { LinkDown, Refused, SignedOut, post, readJson, readState } from "./link.js";
import { Middle } from "./middle.js";
import { Outbox, randomKey } from "./outbox.js";
import { page, say } from "./page.js";
import { CallCard, personSide } from "./sides.js";

const part = (name) => document.querySelector(`[data-desk="${name}"]`);
const note = document.getElementById("note");
const noteOf = (call) => `note.${call.id}`;

class Desk {
  constructor() {
    Object.assign(this, { frame: new Frame(), linkDown: false, shownSide: "", receivedAt: 0 });
    this.outbox = new Outbox({
      onState: (state) => this.take(state),
      onChange: (change) => this.link(change?.linkDown ? true : this.linkDown),
      onRefusal: (refusal) => this.refused(refusal),
      onSignedOut: () => this.leave(),
    });
    this.callCard = new CallCard(part("end"), {
      end: () => this.endCall(),
      mute: () => this.softphone?.mute(),
      nearlyDone: () => this.sayNearlyDone(),
    });
    this.middle = new Middle(part("middle"), this.outbox, {
      end: () => this.endCall(),
      ready: () => this.act("/desk/ready"),
      dial: () => this.act("/desk/dial", { call_id: this.state.call.id }),
      save: (wish) => this.save(wish),
      askBreak: () => this.askBreak(),
      confirm: makeSure,
      remark: (sentence) => this.frame.remark(sentence),
    });
  }

  get dialogOpen() {
    return document.querySelector("dialog[open]") !== null;
  }

  get centre() {
    return this.middle.view;
  }

  refresh() {
    return this.attempt(async () => this.take(await readState()));
  }

  // Whatever is asked of the server can find the link down, the session over, or a refusal.
  async attempt(errand) {
    try {
      await errand();
      if (this.linkDown) this.link(false);
      this.outbox.send();
    } catch (failure) {
      if (failure instanceof LinkDown) this.link(true);
      else if (failure instanceof SignedOut) this.leave();
      else if (failure instanceof Refused) this.refused(failure);
      else throw failure;
    }
  }

  async act(path, body) {
    await this.attempt(async () => this.take(await post(path, body)));
    if (this.linkDown) this.frame.remark(say("try_again"));
  }

  link(down) {
    this.linkDown = down;
    if (this.state) this.show();
  }

  leave() {
    location.assign(`/sign-in?next=${encodeURIComponent("/desk/")}`);
  }

  refused(refusal) {
    if (["no_desk", "desk_unknown"].includes(refusal.because)) return location.assign("/desk/start");
    if (refusal.because === "http_403") return this.leave();
    if (refusal.state) this.take(refusal.state);
    this.frame.remark(refusal.hint ?? "", "bad");
  }

  // The newest state wins, whichever way it came; the server's word is shown as it is.
  async take(state) {
    if (!state || state.revision < this.state?.revision) return;
    if (state.session !== page.session) return this.frame.lostToOther();
    if (state.script_version !== this.scriptVersion) await this.fetchScript(state.script_version);
    if (state.revision < this.state?.revision) return; // a newer one came while the script was on its way
    if (state.call?.id !== this.state?.call?.id) {
      this.middle.begin();
      note.value = (state.call && sessionStorage.getItem(noteOf(state.call))) ?? "";
    }
    Object.assign(this, { state, receivedAt: performance.now() });
    this.show();
  }

  async fetchScript(version) {
    this.script = version && (await readJson(`/desk/script/${version}`));
    this.scriptVersion = version;
  }

  show() {
    const { state } = this;
    this.frame.show(state, { linkDown: this.linkDown, kept: this.outbox.entries.length });
    const side = JSON.stringify([state.person, state.others, state.attempts, state.callbacks, state.call?.rang_us, state.status]);
    if (side !== this.shownSide) part("start").replaceChildren(...personSide(state, { goOn: (id) => this.goOn(id) }));
    this.shownSide = side;
    this.softphone?.talks(state.status === "on_call");
    this.callCard.show(state);
    this.middle.show(state, this.script);
    this.tick();
  }

  endCall() {
    if (this.state?.status !== "on_call") return;
    note.blur(); // whoever ends the call has done writing: the outcomes take the focus
    this.act("/desk/hang-up", { call_id: this.state.call.id });
  }

  // The next person of the house on the open line; in order behind the answers that are still on their way.
  goOn(caseId) {
    if (this.state?.status !== "on_call") return;
    note.blur();
    this.outbox.put("/desk/go-on", { key: randomKey(), call_id: this.state.call.id, case_id: caseId });
    this.centre?.focus();
  }

  // A hint for the dialler, and no more: nothing is kept for later where the link is down.
  sayNearlyDone() {
    if (this.state?.status !== "on_call") return;
    const { id, nearly_done: nearly } = this.state.call;
    this.act("/desk/nearly-done", { call_id: id, nearly: !nearly });
  }

  async askBreak() {
    if (!this.state || this.dialogOpen || (this.state.status === "paused" && !this.state.call)) return;
    const reason = await chooseBreak(this.state.pauses, this.state.call && say("break_after"));
    if (reason && !this.middle.breakWithOutcome(reason)) await this.act("/desk/pause", { reason });
  }

  save(wish) {
    const { call } = this.state;
    const answers = this.middle.answers;
    this.outbox.put("/desk/outcome", { key: randomKey(), call_id: call.id, answers, note: note.value, ...wish });
    sessionStorage.removeItem(noteOf(call));
    this.show();
  }

  keepNote() {
    if (this.state?.call) sessionStorage.setItem(noteOf(this.state.call), note.value);
  }

  focusNote() {
    note.focus();
  }

  // Enter leaves the note as it is and goes back to the middle; Shift+Enter makes a new line.
  leaveNote(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    this.centre?.focus();
  }

  showKeys() {
    if (!this.dialogOpen) showKeys();
  }

  tick() {
    if (!this.state) return;
    const here = ((performance.now() - this.receivedAt) / 1000) * page.clock_speed;
    this.frame.tick(this.state.seconds + here);
    this.callCard.tick(here);
    this.centre?.tick?.(here);
  }

  async openSoftphone() {
    const { Softphone } = await import("./softphone.js"); // other ways to hear and speak never load it
    this.softphone = new Softphone({
      library: libraries().softphone,
      onLost: () => this.frame.remark(say("headset_lost")),
      onRefused: () => this.frame.remark(say("microphone_refused"), "bad"),
    });
    await this.attempt(() => this.softphone.open());
  }

  async endShift(form) {
    const kept = this.outbox.entries.length;
    if (kept) return this.frame.remark(say("kept_here", { count: kept }));
    await this.attempt(async () => {
      await post("/desk/sign-out");
      this.softphone?.close();
      form.submit();
    });
  }
}

const desk = new Desk();
listen(desk);
note.addEventListener("input", () => desk.keepNote());
note.addEventListener("keydown", (event) => desk.leaveNote(event));
part("break").addEventListener("click", () => desk.askBreak());
part("keys").addEventListener("click", () => desk.showKeys());
part("sign-out").addEventListener("submit", (event) => {
  event.preventDefault();
  desk.endShift(event.target);
});
addEventListener("offline", () => desk.link(true));
new Worker(libraries().pulse).addEventListener("message", () => desk.refresh());
setInterval(() => desk.tick(), 1_000);
live(libraries().live, () => desk.refresh());
await desk.refresh();
if (desk.state?.leg === "browser") desk.openSoftphone();
