// For ten seconds after saving: what was saved, and one key that takes it back (campaigns/rules/desk/taking_back.py).
import { keyOf } from "./key_table.js";
import { element, key, say } from "./page.js";

const FOR = 10_000; // milliseconds

export class Undo {
  // take: what takes a saved outcome back
  constructor(place, take) {
    Object.assign(this, { place, take, saved: null });
  }

  offer(saved) {
    this.saved = saved;
    const words = say("saved_outcome", { outcome: say(`outcome.${saved.outcome}`) });
    const press = { type: "button", class: "button button-small", onclick: () => this.press(), "data-test": "undo" };
    const button = element("button", press, say("undo"), key(keyOf("back")));
    this.place.replaceChildren(element("p", { class: "notice notice-info row" }, element("span", {}, words), button));
    clearTimeout(this.over);
    this.over = setTimeout(() => this.forget(), FOR);
  }

  press() {
    const { saved } = this;
    if (!saved) return;
    this.forget();
    this.take(saved);
  }

  // She talks with the next person: the server takes nothing back any more.
  giveWay(callId) {
    if (this.saved && this.saved.call_id !== callId) this.forget();
  }

  forget() {
    clearTimeout(this.over);
    this.saved = null;
    this.place.replaceChildren();
  }
}
