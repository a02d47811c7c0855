// What the desk shows of its supervisor: that she is in the call and who hears her, and her messages until they are read.
import { element, icon, say } from "./page.js";

export class SupervisorLine {
  constructor(place, read) {
    Object.assign(this, { place, read, shown: "" });
  }

  show(supervisor) {
    const shown = JSON.stringify(supervisor ?? null);
    if (shown === this.shown) return;
    this.shown = shown;
    const { listener, mode, messages } = supervisor ?? { messages: [] };
    const lines = messages.map((message) => this.message(message));
    if (listener) lines.unshift(this.listener(listener, mode));
    this.place.hidden = lines.length === 0;
    this.place.replaceChildren(...lines);
  }

  listener(name, mode) {
    const sentence = say(`supervisor_${mode}`, { name });
    return element("p", { class: "notice", "data-test": "listener", "data-mode": mode }, icon("headphones"), element("span", {}, sentence));
  }

  message({ id, words, by }) {
    const done = element("button", { type: "button", class: "button", onclick: () => this.read(id), "data-test": "message-read", "data-more": true }, say("message_read"));
    const text = element("span", {}, element("b", {}, element("bdi", {}, by), ": "), element("bdi", {}, words));
    return element("p", { class: "notice", "data-test": "message" }, icon("info"), text, done);
  }
}
