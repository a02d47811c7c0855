// Answers and outcomes on their way: on the disk before the page moves on, sent in order, each counted once.
import { LinkDown, Refused, post, tellKept } from "./link.js";
import { afterPaint } from "./page.js";

const TURN = "raabta.desk.sending"; // two tabs of one desk share the box: one of them sends at a time
const [SHORTEST_WAIT, LONGEST_WAIT] = [1_000, 60_000];
const [OUTCOME, UNDO, END, GO_ON] = ["/desk/outcome", "/desk/undo", "/desk/hang-up", "/desk/go-on"];
const AFTER_AN_END = ["/desk/answer", "/desk/refer"]; // taken after the talk as well as in it
const NO_DESK = ["no_desk", "desk_unknown", "http_403"]; // the entry waits until its agent has opened her desk again

export class Outbox {
  // told: onState, onChange, onRefusal, onSignedOut
  constructor(box, told) {
    Object.assign(this, { box, told, agent: null, open: false, held: [], refused: [], left: new Set(), changes: 0, wait: SHORTEST_WAIT, sending: false });
    tellKept(() => this.entries.length);
    addEventListener("online", () => this.hurry());
    box.onChange(() => this.look().then(() => this.told.onChange()));
  }

  // What comes into the box or leaves it while it is looked through must not be forgotten: it is looked through again.
  async look() {
    const before = this.changes;
    const [held, refused] = await Promise.all([this.box.all(), this.box.refused()]);
    if (this.changes !== before) return this.look();
    Object.assign(this, { held, refused });
  }

  hold(held) {
    this.held = held;
    this.changes += 1;
  }

  // Entries of whoever worked at this computer before stay until she signs in here again.
  get entries() {
    return this.held.filter(({ agent }) => !agent || agent === this.agent);
  }

  get refusals() {
    return this.refused.filter(({ agent }) => !agent || agent === this.agent);
  }

  // Done when the entry is on the disk.
  async put(path, body, agent = this.agent) {
    const key = body.key ?? randomKey();
    const entry = await this.box.add({ key, agent, at: Date.now(), path, body: { ...body, key } });
    this.hold([...this.held, entry]);
    this.told.onChange();
    afterPaint(() => this.send()); // the next question first
  }

  answersOf(callId) {
    const given = this.entries.filter((entry) => entry.body.call_id === callId && entry.path === "/desk/answer");
    return Object.fromEntries(given.map((entry) => [entry.body.step, entry.body.value]));
  }

  endOf(callId) {
    return this.entries.find(({ path, body }) => path === END && body.call_id === callId);
  }

  goesOn(callId) {
    return this.entries.some(({ path, body }) => path === GO_ON && body.call_id === callId);
  }

  // The end of a talk overtakes its answers: somebody is still on that line.
  get next() {
    const { entries } = this;
    const place = entries.findIndex(({ path }) => !AFTER_AN_END.includes(path));
    return entries[place]?.path === END ? entries[place] : entries[0];
  }

  hasOutcomeOf(callId) {
    return Boolean(this.outcomeOf(callId));
  }

  // The outcome of a call that waits here and has not been taken back.
  outcomeOf(callId) {
    const last = this.entries.findLast(({ path, body }) => body.call_id === callId && (path === OUTCOME || path === UNDO));
    return last?.path === OUTCOME ? last : undefined;
  }

  // What has never left is taken out again; what the server may have had follows with its undoing, in order.
  async takeBack(callId) {
    const saved = this.outcomeOf(callId);
    if (saved && this.left.has(saved.key)) await this.put(UNDO, { call_id: callId });
    else if (saved) await this.done(saved, this.box.remove(saved));
    return Boolean(saved);
  }

  hurry() {
    this.wait = SHORTEST_WAIT;
    this.send();
  }

  send() {
    if (this.sending || !this.open || !this.entries.length) return; // not before it is known who is signed in
    clearTimeout(this.later);
    this.sending = true;
    const drain = () => this.drain();
    const turn = navigator.locks ? navigator.locks.request(TURN, drain) : drain();
    turn.finally(() => (this.sending = false)).then((empty) => empty && this.send());
  }

  // Ends when the box is empty, or when what follows has to wait.
  async drain() {
    await this.look(); // another tab may have sent some
    for (let entry = this.next; entry; entry = this.next) {
      try {
        if (navigator.onLine) this.left.add(entry.key);
        const state = await post(entry.path, entry.body);
        this.wait = SHORTEST_WAIT;
        await this.told.onState(state); // first: the answer must never be seen nowhere
        await this.done(entry, this.box.remove(entry));
      } catch (failure) {
        if (failure instanceof LinkDown) return this.tryLater();
        if (!(failure instanceof Refused)) return this.told.onSignedOut();
        if (NO_DESK.includes(failure.because)) return this.told.onRefusal(failure);
        if (leavesNothing(entry, failure)) await this.giveUp(entry, failure);
        else await this.putAside(entry, failure);
      }
    }
    return true;
  }

  // Nothing is lost with it: a call that is not hers any more needs no end of hers; an outcome that comes after it, for nothing then, is put aside.
  async giveUp(entry, failure) {
    await this.done(entry, this.box.remove(entry));
    this.told.onRefusal(failure);
  }

  async putAside(entry, failure) {
    this.refused.push({ ...entry, because: failure.because, hint: failure.hint });
    await this.done(entry, this.box.refuse(entry, failure));
    this.told.onRefusal(failure);
  }

  async sendAgain(entry) {
    const again = await this.box.add({ key: entry.key, agent: entry.agent, path: entry.path, body: entry.body });
    this.hold([...this.held, again]);
    await this.forget(entry);
    this.send();
  }

  async forget(entry) {
    this.refused = this.refused.filter(({ number }) => number !== entry.number);
    await this.box.forget(entry);
    this.changes += 1;
    this.told.onChange();
  }

  async done({ number }, leaving) {
    this.hold(this.held.filter((entry) => entry.number !== number));
    await leaving;
    this.changes += 1; // it has left the disk only now
    this.told.onChange();
  }

  tryLater() {
    this.told.onChange({ linkDown: true });
    this.later = setTimeout(() => this.send(), SHORTEST_WAIT + Math.random() * (this.wait - SHORTEST_WAIT));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }
}

// Who could not go on with the next person still talks with the one before, and logs what comes of it.
function leavesNothing({ path, body }, { state }) {
  return path === UNDO || path === END || (path === GO_ON && state?.call?.id === body.call_id);
}

// crypto.randomUUID needs HTTPS, which a trial in a centre's own network may lack.
export function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
