// Answers and outcomes on their way: kept on this computer before the page moves on, sent in order, each once.
// Ids, answers and notes only; no name and no number is ever kept here.
import { LinkDown, Refused, post } from "./link.js";

const PLACE = "raabta.desk.outbox";
const LONGEST_WAIT = 60_000;

export class Outbox {
  constructor({ onState, onChange, onRefusal, onSignedOut }) {
    this.told = { onState, onChange, onRefusal, onSignedOut };
    this.wait = 1_000;
    this.sending = false;
    addEventListener("online", () => this.send());
    addEventListener("storage", (event) => event.key === PLACE && this.told.onChange());
  }

  get entries() {
    try {
      return JSON.parse(localStorage.getItem(PLACE)) ?? [];
    } catch {
      return [];
    }
  }

  put(path, body) {
    const entries = this.entries;
    const last = entries.at(-1);
    const same = last && !this.sending && path === "/desk/answer" && last.path === path && last.body.step === body.step;
    if (same && last.body.call_id === body.call_id) entries.pop(); // the newer answer to the same question
    this.keep([...entries, { id: randomKey(), path, body }]);
    this.send();
  }

  answersOf(callId) {
    const given = this.entries.filter((entry) => entry.body.call_id === callId && entry.path === "/desk/answer");
    return Object.fromEntries(given.map((entry) => [entry.body.step, entry.body.value]));
  }

  hasOutcomeOf(callId) {
    return this.entries.some((entry) => entry.path === "/desk/outcome" && entry.body.call_id === callId);
  }

  // Two tabs of one desk share the box: the lock lets one of them send at a time.
  send() {
    if (this.sending || !this.entries.length) return;
    this.sending = true;
    const drain = () => this.drain().finally(() => (this.sending = false));
    if (navigator.locks) navigator.locks.request(PLACE, drain);
    else drain();
  }

  async drain() {
    for (let entry = this.entries[0]; entry; entry = this.entries[0]) {
      try {
        const state = await post(entry.path, entry.body);
        this.wait = 1_000;
        this.told.onState(state); // first: the answer must never be seen nowhere
        this.remove(entry);
      } catch (failure) {
        if (failure instanceof LinkDown) return this.tryLater();
        if (!(failure instanceof Refused)) return this.told.onSignedOut();
        if (failure.because === "http_400" && !entry.again) return this.tryWithFreshPage(entry);
        this.remove(entry);
        this.told.onRefusal(failure);
      }
    }
  }

  tryLater() {
    this.told.onChange({ linkDown: true });
    setTimeout(() => this.send(), this.wait * (0.5 + Math.random()));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  // The page's token is older than the session: a fresh page has a fresh token, and the box is still here.
  tryWithFreshPage(entry) {
    this.keep(this.entries.map((one) => (one.id === entry.id ? { ...one, again: true } : one)));
    location.reload();
  }

  remove(sent) {
    this.keep(this.entries.filter((entry) => entry.id !== sent.id));
  }

  keep(entries) {
    localStorage.setItem(PLACE, JSON.stringify(entries));
    this.told.onChange();
  }
}

// crypto.randomUUID needs HTTPS, which a trial in a centre's own network may lack.
export function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
