// The agent's voice through the browser: joins her room once and stays there, so that a call needs no set-up.
import { readJson } from "./link.js";

const AGAIN = 3_000;
const BEFORE_EXPIRY = 60_000;

export class Softphone {
  constructor({ library, onLost, onRefused }) {
    Object.assign(this, { library, onLost, onRefused, leg: null, muted: false, talking: false, stale: false });
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
  async renew() {
    this.stale = true;
    if (this.talking) return;
    try {
      this.device.updateToken(await this.token());
      this.stale = false;
    } catch {
      // the link is down: asked for again after the next talk, or before the next leg
    }
  }

  talks(talking) {
    const ended = this.talking && !talking;
    this.talking = talking;
    if (ended && this.stale) this.renew();
  }

  async join() {
    try {
      this.leg = await this.device.connect();
    } catch (failure) {
      return failure.name === "NotAllowedError" ? this.onRefused() : this.joinAgain();
    }
    this.leg.on("disconnect", () => this.joinAgain());
    this.leg.on("error", (error) => error.code === 31401 && this.onRefused()); // microphone not allowed
  }

  joinAgain() {
    if (this.closed) return;
    this.onLost();
    setTimeout(() => this.comeBack(), AGAIN);
  }

  async comeBack() {
    this.talking = false; // nobody hears anything now, so a new token harms nobody
    if (this.stale) await this.renew();
    await this.join();
  }

  mute() {
    this.muted = !this.muted;
    this.leg?.mute(this.muted);
    return this.muted;
  }

  press(digit) {
    this.leg?.sendDigits(digit);
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
