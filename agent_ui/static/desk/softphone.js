// The agent's voice through the browser: joins her room once and stays there, so that a call needs no set-up.
import { keypad } from "./keypad.js";
import { readJson } from "./link.js";

const AGAIN = 3_000;
const BEFORE_EXPIRY = 60_000;
const GIVES_WAY = 20_000; // milliseconds, at most

export class Softphone {
  constructor({ library, onLost, onRefused }) {
    Object.assign(this, { library, onLost, onRefused, leg: null, muted: false, silent: false, talking: false, stale: false });
  }

  async open() {
    if (!window.Twilio) await load(this.library);
    this.device = new window.Twilio.Device(await this.token(), {
      codecPreferences: ["opus", "pcmu"],
      closeProtection: false,
      tokenRefreshMs: BEFORE_EXPIRY,
    });
    this.device.on("tokenWillExpire", () => this.renew());
    this.device.on("error", () => this.onLost()); // it tries again by itself; a call that ends is joined again below
    await this.join();
  }

  async token() {
    return (await readJson("/desk/token")).token;
  }

  // A new token makes a gap of a second in what is heard, so it waits until nobody talks; a leg outlives its token.
  async renew({ unheard = false } = {}) {
    this.stale = true;
    if (this.talking && !unheard) return;
    try {
      this.device.updateToken(await this.token());
      this.stale = false;
    } catch {
      // the link is down: asked for again after the next talk, or before the next leg
    }
  }

  talks(talking) {
    const [ended, begun] = [this.talking && !talking, talking && !this.talking];
    this.talking = talking;
    if (begun && this.muted) this.mute(); // nobody begins a talk unheard because of the one before
    if (ended && this.stale) this.renew();
  }

  async join() {
    try {
      this.leg = await this.device.connect();
    } catch (failure) {
      return failure.name === "NotAllowedError" ? this.onRefused() : this.joinAgain();
    }
    this.leg.on("disconnect", () => this.joinAgain());
    this.leg.on("accept", () => this.voices()); // what comes back is as quiet as what fell
    this.leg.on("error", (error) => error.code === 31401 && this.onRefused()); // microphone not allowed
  }

  joinAgain() {
    if (this.closed) return;
    this.onLost();
    setTimeout(() => this.comeBack(), AGAIN);
  }

  async comeBack() {
    if (this.stale) await this.renew({ unheard: true });
    await this.join();
  }

  mute() {
    this.muted = !this.muted;
    this.voices();
  }

  // She has ended the talk, and the line is still open: nobody hears her, and she hears nobody. Her leg stays: one that
  // falls would tell the person to wait for her.
  silence(silent) {
    if (silent === this.silent) return;
    this.silent = silent;
    this.voices();
  }

  voices() {
    this.leg?.mute(this.muted || this.silent);
    for (const track of this.leg?.getRemoteStream()?.getAudioTracks() ?? []) track.enabled = !this.silent;
  }

  keypad() {
    keypad((digit) => this.leg?.sendDigits(digit));
  }

  // Her desk is elsewhere now: this leg stays until the newer one has its place, so that no talk is cut, and never comes back.
  giveWay() {
    this.closed = true;
    setTimeout(() => this.close(), GIVES_WAY);
  }

  close() {
    this.closed = true;
    this.device?.destroy();
  }
}

function load(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src: address, onload: resolve, onerror: reject });
    document.head.append(script);
  });
}
