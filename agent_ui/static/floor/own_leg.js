// The supervisor's own voice through the browser: one leg for one listening, never joined again by itself.
import { ask } from "./asking.js";

export class OwnLeg {
  constructor(library, onEnd) {
    Object.assign(this, { library, onEnd, device: null });
  }

  async open() {
    try {
      if (!window.Twilio) await load(this.library);
      const { token } = await ask("/floor/listening/token");
      this.device = new window.Twilio.Device(token, { codecPreferences: ["opus", "pcmu"], closeProtection: false });
      const leg = await this.device.connect();
      leg.on("disconnect", () => this.onEnd());
      leg.on("error", () => this.onEnd());
    } catch {
      this.onEnd(); // no microphone, or no way to the phone company
    }
  }

  close() {
    this.device?.destroy();
    this.device = null;
  }
}

function load(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src: address, onload: resolve, onerror: reject });
    document.head.append(script);
  });
}
