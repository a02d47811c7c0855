// The middle of the desk while nobody talks: on break, ready, ringing, or a record to read before dialling.
import { keyOf } from "./key_table.js";
import { clock, element, icon, key, say } from "./page.js";

export class Rest {
  // view: state, script, readIn; told: ready, ringPhone, dial, skip, hearsThem, undo
  constructor(view, told) {
    Object.assign(this, { view, told });
    const { state } = view;
    this.node = element("section", { class: `card rest state-${state.call?.preview ? "preview" : state.status}`, "data-test": "rest" });
    this.node.append(...(state.status === "reserved" ? this.person() : this.nobody()));
  }

  nobody() {
    const { state } = this.view;
    if (state.status === "ready") {
      return [
        element("h2", {}, icon("circle-check"), say("ready_title")),
        element("p", {}, say(this.whyQuiet())),
      ];
    }
    const reason = say(`pause.${state.pause_reason}`);
    const chosen = state.pauses.includes(state.pause_reason);
    const lost = state.pause_reason === "link_down";
    const parts = [
      element("h2", {}, icon(lost ? "triangle-alert" : "coffee"), chosen ? say("paused_title", { reason }) : lost ? say("link_was_down_title") : reason),
      element("p", {}, say(lost ? "link_was_down_hint" : "paused_hint")),
    ];
    if (state.break) parts.push((this.used = element("p", { class: "clock-line", "data-test": "break-used" })), (this.over = element("div", { role: "status" })));
    if (!state.leg_up) parts.push(element("p", { class: "notice", role: "status" }, say(`leg_waits_${state.leg}`)));
    if (!state.leg_up && state.leg === "phone") return [...parts, this.mainButton("ring-phone", "ring_phone", "phone", this.told.ringPhone)];
    return [...parts, this.mainButton("go-ready", "go_ready", "play", this.told.ready, !state.leg_up)];
  }

  whyQuiet() {
    const { state } = this.view;
    if (state.link_down) return "ready_down";
    if (state.campaign.status !== "running") return "not_running";
    return state.carrier_rests ? "carrier_rests" : "ready_hint";
  }

  person() {
    const { state } = this.view;
    const name = state.person?.name ?? "";
    if (state.call?.preview) {
      this.left = element("p", { class: "clock-line", "data-test": "preview-left" });
      return [
        element("h2", {}, icon("user"), say("preview_title", { name })),
        element("p", {}, say("preview_hint")),
        this.opening(),
        this.left,
        element("p", { class: "row" }, this.mainButton("call-now", "call_now", "phone", this.told.dial), this.skipButton()),
        element("p", { class: "quiet" }, state.call.skips_left ? say("skips_left", { count: state.call.skips_left }) : say("no_skips")),
      ];
    }
    const alone = state.link_down && state.leg !== "browser" && !state.practice; // a telephone rings without the link
    const [drawing, way] = state.call?.rang_us ? ["phone", "rings_us"] : ["phone-outgoing", "ringing"];
    return [
      element("h2", {}, icon(drawing), say(`${way}_title`, { name })),
      element("p", {}, say(alone ? "ringing_down" : `${way}_hint`)),
      this.opening(),
      alone && element("p", { class: "row" }, this.mainButton("hears-them", "hears_them", "phone", this.told.hearsThem)),
    ].filter(Boolean);
  }

  skipButton() {
    const press = { type: "button", class: "button", onclick: this.told.skip, disabled: !this.view.state.call.skips_left, "data-test": "skip-person" };
    return element("button", press, icon("skip-forward"), say("skip_record"), key(keyOf("skip")));
  }

  skip() {
    if (this.view.state.call?.preview) this.told.skip();
  }

  // Nothing lies behind this screen but the outcome that was saved a moment ago.
  back() {
    this.told.undo?.();
  }

  opening() {
    return this.view.opening ?? "";
  }

  mainButton(test, words, drawing, press, disabled = false) {
    const marks = { type: "button", class: "button button-main", onclick: press, disabled, "data-test": test };
    return element("button", marks, icon(drawing), say(words), key("↵"));
  }

  // The state of now: a newer one need not have built this anew.
  tick(state, here) {
    const left = (state.call?.expires_seconds ?? 0) - here;
    if (this.left) this.left.textContent = say("preview_left", { clock: clock(left) });
    if (this.used && state.break) this.showBreak(state.break, state.seconds + here);
  }

  showBreak({ before, allowed }, seconds) {
    const [used, most] = [before + seconds, allowed].map((all) => Math.floor(all / 60));
    this.used.textContent = say("break_used", { used, allowed: most });
    if (before + seconds <= allowed) this.over.replaceChildren();
    else if (!this.over.childElementCount) this.over.append(element("p", { class: "notice notice-warn", "data-test": "break-over" }, say("break_over")));
  }

  enter() {
    this.node.querySelector(".button-main:not(:disabled)")?.click();
  }

  focus() {
    this.node.querySelector(".button-main")?.focus({ preventScroll: true });
  }
}
