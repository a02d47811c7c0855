// One event stream for all pages of a browser: the page that holds the lock reads it, and passes on what it hears.
// Without this every open page would hold a connection, and HTTP/1.1 has six of them.
import { LiveStream } from "./live_stream.js";

const NAME = "raabta.live";
const WANT_AGAIN = 30000;
const FORGET = 70000; // a page that has not said for so long what it wants is gone
const SILENCE = 50000;
const GATHER = 150; // the others say what they want before the stream is opened

export const canShare = Boolean(window.BroadcastChannel && navigator.locks && window.EventSource);

export class SharedNews {
  // told as in LiveStream; address: http://…/live/floor/<id>
  constructor(address, told) {
    const { origin, pathname } = new URL(address);
    Object.assign(this, { origin, told, topic: pathname.replace(/^\/live\//, ""), wants: null, watch: 0, gather: 0 });
    this.start();
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", (event) => event.persisted && this.start());
  }

  start() {
    this.channel = new BroadcastChannel(NAME);
    this.channel.addEventListener("message", ({ data }) => this.take(data));
    this.again = setInterval(() => this.want(), WANT_AGAIN);
    this.leaving = new AbortController();
    this.want();
    this.hear();
    navigator.locks.request(NAME, { signal: this.leaving.signal }, () => this.lead()).catch(() => null);
  }

  // Holds the lock until this page goes.
  lead() {
    this.wants = new Map([[this.topic, Date.now()]]);
    this.stream = new LiveStream({
      heard: () => this.pass({ heard: true }),
      changed: (revision, topic) => this.pass({ changed: topic, revision }),
      lost: () => this.pass({ lost: true }),
      replaced: () => this.pass({ lost: true }),
    });
    this.say({ who: true });
    this.openSoon();
    return new Promise((release) => (this.release = release));
  }

  want() {
    if (this.wants) this.note(this.topic);
    else this.say({ want: this.topic });
  }

  // Of a leader: a topic is wanted, by herself or by another page.
  note(topic) {
    const known = this.wants.has(topic);
    this.wants.set(topic, Date.now());
    const gone = [...this.wants].filter(([, at]) => Date.now() - at > FORGET);
    for (const [old] of gone) this.wants.delete(old);
    if (!known || gone.length) this.openSoon();
  }

  openSoon() {
    clearTimeout(this.gather);
    this.gather = setTimeout(() => {
      const wanted = new URLSearchParams([...this.wants.keys()].map((topic) => ["topic", topic]));
      this.stream.open(`${this.origin}/live/of?${wanted}`);
    }, GATHER);
  }

  pass(word) {
    this.say(word);
    this.take(word);
  }

  say(word) {
    this.channel.postMessage(word);
  }

  take({ want, who, heard, changed, revision, lost }) {
    if (want && this.wants) this.note(want);
    if (who) this.want();
    if (heard) this.hear();
    if (changed === this.topic) this.told.changed(revision);
    if (lost) this.told.lost();
  }

  hear() {
    clearTimeout(this.watch);
    this.watch = setTimeout(() => this.told.lost(), SILENCE);
    this.told.heard();
  }

  close() {
    clearInterval(this.again);
    clearTimeout(this.watch);
    clearTimeout(this.gather);
    this.stream?.close();
    this.channel.close();
    this.leaving.abort();
    this.release?.();
    this.wants = this.stream = this.release = null;
  }
}
