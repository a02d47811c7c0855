// The agent's voice through the browser: joins her room once and stays there, so that a call needs no set-up.
import { readJson } from "./link.js";

const AGAIN = 3_000;

export class Softphone {
  constructor({ library, onLost, onRefused }) {
    Object.assign(this, { library, onLost, onRefused, leg: null, muted: false });
  }

  async open() {
    if (!window.Twilio) await load(this.library);
    this.device = new window.Twilio.Device(await this.token(), { codecPreferences: ["opus", "pcmu"], closeProtection: false });
    this.device.on("tokenWillExpire", async () => this.device.updateToken(await this.token()));
    this.device.on("error", () => this.onLost()); // it tries again by itself; a call that ends is joined again below
    await this.join();
  }

  async token() {
    return (await readJson("/desk/token")).token;
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
    setTimeout(() => this.join(), AGAIN);
  }

  mute() {
    this.muted = !this.muted;
    this.leg?.mute(this.muted);
    return this.muted;
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
