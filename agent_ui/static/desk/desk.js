// The desk: holds the newest state of the server, shows it, and knows how the link is.
import { begin, withBeginning } from "./begun_here.js";
import { withEnd } from "./ended_here.js";
import { asItStood, withoutPeople } from "./kept_desk.js";
import { useKeys } from "./key_table.js";
import { readJson, readState } from "./link.js";
import { randomKey } from "./outbox.js";
import { page, part, say } from "./page.js";
import { partsOf } from "./parts.js";
import { readCategories } from "./referring.js";
import { personSide } from "./sides.js";

const TAB = randomKey(); // this page, as the server knows it: of one agent's desks the newest lives
const OF_KEEPING = ["link_down", "link_down_browser", "link_down_kept", "sending", "sending_later"];

export class Desk {
  constructor(box) {
    Object.assign(this, { linkDown: false, shownSide: "", receivedAt: 0, settling: null }, partsOf(this, box));
  }

  // What the server has told last, and on top of it what the agent has done since.
  get state() {
    const { here, linkDown } = this;
    const told = this.told && { ...this.told, link_down: linkDown };
    if (!told?.call) return told;
    return withEnd(withBeginning(told, { here, linkDown }), this.outbox.endOf(told.call.id), { here, linkDown });
  }

  get here() {
    return ((performance.now() - this.receivedAt) / 1000) * page.clock_speed;
  }

  // A practice desk shows what invented people say, and how a call was.
  practise(practice) {
    this.practice = this.middle.practice = practice;
  }

  get dialogOpen() {
    return document.querySelector("dialog[open]") !== null;
  }

  get centre() {
    return this.middle.view;
  }

  // The first time this page takes the desk.
  refresh(pulse = false) {
    if (this.lost) return undefined;
    return this.errands.attempt(async () => {
      await this.take(await readState(this.holds ? null : TAB, { pulse: pulse && this.holds }));
      this.holds = true;
    });
  }

  async begin() {
    await Promise.all([this.outbox.look(), this.note.look()]);
    const kept = await this.outbox.box.keptDesk();
    if (kept) await this.take(asItStood(kept, this));
    await this.errands.attempt(async () => this.take(await readState())); // on its way since the page began to load
    this.refresh();
    if (!this.outbox.box.lasting) this.warn();
  }

  // Nothing may be called kept on this computer where it is only in this page.
  warn() {
    this.warned = true;
    addEventListener("beforeunload", (leaving) => this.outbox.entries.length && leaving.preventDefault());
    for (const name of OF_KEEPING) page.words[name] = say("keeps_nothing");
    this.frame.remark(say("keeps_nothing"), "bad");
  }

  link(down) {
    this.linkDown = down;
    if (this.state && !this.lost) this.show();
  }

  // She hears whom we rang, and the link is down.
  beginHere() {
    begin(this.state.call.id);
    this.show();
  }

  // The newest state wins, whichever way it came; the server's word is shown as it is.
  async take(state) {
    if (!state || this.lost || state.revision < this.state?.revision) return;
    if (this.holds && state.tab && state.tab !== TAB) return this.lose();
    Object.assign(this.outbox, { agent: state.agent, open: Boolean(state.revision) });
    if (state.script_version !== this.scriptVersion) {
      const coming = this.fetchScript(state.script_version);
      if (state.call) await coming;
      else coming.catch(() => null); // nobody needs it yet: asked for again with the next call
    }
    if (state.revision < this.state?.revision) return; // a newer one came while the script was on its way
    if (state.call?.id !== this.state?.call?.id) {
      this.middle.begin();
      this.note.of(state.call);
    }
    Object.assign(this, { told: state, receivedAt: performance.now() });
    useKeys(state.keys);
    this.show();
    if (!state.revision) return;
    this.keepHere();
    if (!this.practice) this.note.handIn(state, this.outbox);
  }

  // The desk was opened in another tab or at another computer: this one must not look as if it still worked.
  lose() {
    this.lost = true;
    this.stop?.();
    this.softphone?.giveWay();
    this.undo.forget();
    this.note.of(null);
    this.frame.lostToOther();
    this.supervisor.show();
    part("start").replaceChildren();
    part("end").parentElement.hidden = true;
    this.middle.giveWay();
  }

  keepHere() {
    this.outbox.box.keepDesk(withoutPeople(this.told, this.script)).catch(() => null);
  }

  async fetchScript(version) {
    this.script = version && (await readJson(`/desk/script/${version}`));
    this.scriptVersion = version;
    if (this.state?.revision) this.keepHere();
  }

  show() {
    const { state } = this;
    const { entries, refusals } = this.outbox;
    this.frame.show(state, { linkDown: this.linkDown, kept: entries.length, refused: refusals.length });
    this.softphone?.talks(state.status === "on_call");
    this.softphone?.silence(Boolean(state.ending));
    if (!state.call) this.note.finish(); // what is written then reaches nobody
    part("refer").parentElement.hidden = !state.call;
    this.middle.show(state, this.script);
    const person = this.middle.known;
    const side = JSON.stringify([person, state.others, state.attempts, state.callbacks, state.call?.rang_us, state.call?.taken_over, state.status]);
    if (side !== this.shownSide) part("start").replaceChildren(...personSide({ ...state, person }, { goOn: (id) => this.acts.goOn(id) }));
    this.shownSide = side;
    if (state.call && state.status !== "reserved") this.undo.giveWay(state.call.id);
    this.callCard.show(state); // after it: her telephone that fell takes the focus from the question
    this.practice?.show(state);
    this.supervisor.show(state.supervisor);
    part("refer").hidden = !state.call || state.status === "reserved"; // nobody has said anything yet
    if (state.call && !this.practice) readCategories().catch(() => null);
    this.tick();
    if (!this.outbox.box.lasting && !this.warned) this.warn();
  }

  // Keys that are pressed meanwhile wait for what follows (keys.js).
  put(path, body) {
    this.frame.calm();
    const taking = this.told.taking + !this.holds; // newer than what was given before this page, even if it has not taken the desk yet
    const settling = this.outbox.put(path, { taking, ...body }).finally(() => this.settling === settling && (this.settling = null));
    return (this.settling = settling);
  }

  focusNote() {
    this.note.focus();
  }

  tick() {
    const { state, here } = this;
    if (!state || this.lost) return;
    this.frame.tick(state, here);
    this.callCard.tick(here);
    this.centre?.tick?.(state, here);
  }
}
