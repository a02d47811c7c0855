// The desk: holds the newest state of the server, shows it, and finds out how the link is.
import { Acts } from "./acts.js";
import { begin, withBeginning } from "./begun_here.js";
import { makeSure } from "./dialogs.js";
import { withEnd } from "./ended_here.js";
import { Frame } from "./frame.js";
import { asItStood, withoutPeople } from "./kept_desk.js";
import { useKeys } from "./key_table.js";
import { LinkDown, Refused, SignedOut, post, readJson, readState } from "./link.js";
import { Middle } from "./middle.js";
import { Note } from "./note.js";
import { Outbox, randomKey } from "./outbox.js";
import { page, say } from "./page.js";
import { readCategories } from "./referring.js";
import { CallCard, personSide } from "./sides.js";
import { SupervisorLine } from "./supervisor.js";
import { Undo } from "./undo.js";
import { Voice } from "./voice.js";

const part = (name) => document.querySelector(`[data-desk="${name}"]`);
const TAB = randomKey(); // this page, as the server knows it: of one agent's desks the newest lives

export class Desk {
  constructor(box) {
    Object.assign(this, { frame: new Frame(), linkDown: false, shownSide: "", receivedAt: 0, settling: null });
    this.acts = new Acts(this);
    this.note = new Note(() => this.centre?.focus(), box);
    this.outbox = new Outbox(box, {
      onState: (state) => this.take(state),
      onChange: (change) => this.link(change?.linkDown ? true : this.linkDown),
      onRefusal: (refusal) => this.refused(refusal),
      onSignedOut: () => this.leave(),
    });
    this.undo = new Undo(part("undo"), (saved) => this.acts.takeBack(saved));
    this.voice = new Voice(this);
    this.callCard = new CallCard(part("end"), {
      end: () => this.acts.endCall(),
      nearlyDone: () => this.acts.sayNearlyDone(),
      voice: this.voice,
    });
    this.supervisor = new SupervisorLine(part("supervisor"), (id) => this.act("/desk/message-read", { message_id: id }));
    this.middle = new Middle(part("middle"), this.outbox, {
      put: (path, body) => this.put(path, body),
      end: () => this.acts.endCall(),
      ready: () => this.act("/desk/ready"),
      hearsThem: () => this.beginHere(),
      dial: () => this.act("/desk/dial", { call_id: this.state.call.id }),
      skip: () => this.voice.skip(),
      save: (wish) => this.acts.save(wish),
      undo: () => this.undo.press(),
      askBreak: () => this.acts.askBreak(),
      confirm: makeSure,
      remark: (sentence) => this.frame.remark(sentence),
    });
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
    return this.attempt(async () => {
      await this.take(await readState(this.holds ? null : TAB, { pulse: pulse && this.holds }));
      this.holds = true;
    });
  }

  async begin() {
    await Promise.all([this.outbox.look(), this.note.look()]);
    const kept = await this.outbox.box.keptDesk();
    if (kept) await this.take(asItStood(kept, this));
    await this.attempt(async () => this.take(await readState())); // on its way since the page began to load
    this.refresh();
    if (!this.outbox.box.lasting) this.frame.remark(say("keeps_nothing"), "bad");
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
    if (this.state && !this.lost) this.show();
  }

  // She hears whom we rang, and the link is down.
  beginHere() {
    begin(this.state.call.id);
    this.show();
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
    if (state.revision) this.keepHere();
  }

  // The desk was opened in another tab or at another computer: this one must not look as if it still worked.
  lose() {
    this.lost = true;
    this.stop?.();
    this.softphone?.giveWay();
    this.undo.forget();
    this.note.of(null);
    this.frame.lostToOther();
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
    const side = JSON.stringify([state.person, state.others, state.attempts, state.callbacks, state.call?.rang_us, state.status]);
    if (side !== this.shownSide) part("start").replaceChildren(...personSide(state, { goOn: (id) => this.acts.goOn(id) }));
    this.shownSide = side;
    this.softphone?.talks(state.status === "on_call");
    this.softphone?.silence(Boolean(state.ending));
    this.callCard.show(state);
    this.middle.show(state, this.script);
    this.practice?.show(state);
    this.supervisor.show(state.supervisor);
    part("refer").hidden = !state.call || state.status === "reserved"; // nobody has said anything yet
    if (state.call && !this.practice) readCategories().catch(() => null);
    this.tick();
  }

  // Keys that are pressed meanwhile wait for what follows (keys.js).
  put(path, body) {
    this.frame.calm();
    const settling = this.outbox.put(path, body).finally(() => this.settling === settling && (this.settling = null));
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
