// Sends a file in chunks and goes on by itself: after a lost link with growing waits, after a pause when asked to.
import { Interrupted, Refused, begin, drop, finish, offset, send } from "./server.js";

const LEAST = 1 << 15;
const FIRST = (navigator.connection?.effectiveType ?? "").endsWith("2g") ? LEAST : 1 << 18;
const MOST = 1 << 20;
const QUICK = 1_500; // ms; a chunk that took less may be larger, one that took much longer should be smaller
const SLOW = 8_000;
const LONGEST_WAIT = 60_000;

export class Sending {
  constructor(file, address, written, tell) {
    Object.assign(this, { file, written, tell, begins: address, address: null, end: null, offset: 0, chunk: FIRST, losses: 0 });
    this.paused = false;
    this.wake = () => {};
  }

  pause(paused) {
    this.paused = paused;
    if (paused) this.stop?.abort();
    this.wake();
  }

  // Returns where the list goes on, or throws Refused.
  async run() {
    addEventListener("online", () => this.wake());
    for (;;) {
      this.stop = new AbortController();
      try {
        if (!this.paused) return await this.#sendAll();
      } catch (failure) {
        if (!(failure instanceof Interrupted)) throw await this.#givenUp(failure);
      }
      if (this.paused) await this.#untilGoingOn();
      else await this.#untilTryingAgain();
    }
  }

  async #sendAll() {
    const { signal } = this.stop;
    if (this.address) this.offset = await offset(this.address, signal);
    else Object.assign(this, await begin(this.begins, this.file, signal));
    this.tell("begun", this.offset);
    while (this.offset < this.file.size) {
      const begun = performance.now();
      this.offset = await send(this.address, this.offset, this.file.slice(this.offset, this.offset + this.chunk), signal);
      this.losses = 0;
      this.#fit(performance.now() - begun);
      this.tell("sent", this.offset);
    }
    this.tell("looking");
    return finish(this.end, this.written, signal);
  }

  #fit(took) {
    if (took < QUICK) this.chunk = Math.min(this.chunk * 2, MOST);
    else if (took > SLOW) this.chunk = Math.max(this.chunk / 2, LEAST);
  }

  async #untilTryingAgain() {
    this.losses += 1;
    this.chunk = Math.max(this.chunk / 2, LEAST);
    const wait = Math.min(500 * 2 ** this.losses, LONGEST_WAIT) * (0.75 + Math.random() / 2);
    this.tell("lost", Math.ceil(wait / 1000));
    await this.#woken(wait);
  }

  async #untilGoingOn() {
    this.tell("paused");
    while (this.paused) await this.#woken();
  }

  #woken(after) {
    return new Promise((resolve) => {
      const clock = after && setTimeout(resolve, after);
      this.wake = () => {
        clearTimeout(clock);
        resolve();
      };
    });
  }

  // A file that cannot be a list is not kept; one that only somebody signed in may go on with is.
  async #givenUp(failure) {
    if (failure instanceof Refused && failure.because === "refused" && this.address) await drop(this.address);
    return failure;
  }
}
