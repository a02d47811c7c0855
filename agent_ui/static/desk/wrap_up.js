// What came of the call: the suggestion stands chosen, so one key saves.
import { Callback } from "./callback.js";
import { keyOf } from "./key_table.js";
import { element, key, say } from "./page.js";
import { trail } from "./trail.js";

const STRUCK_BEFORE = 500; // milliseconds in which nobody can have meant a key for what has just come

export class WrapUp {
  // view: state, script, path, answers, language, suggested, sending; told: save, remark, askBreak, confirm
  constructor(view, told) {
    Object.assign(this, { view, told, outcome: null, held: 0, callback: new Callback(view) });
    const owing = view.state.status === "paused";
    this.node = element("section", { class: "card wrap-up", "data-test": "wrap-up" });
    this.node.append(
      element("h2", {}, say(owing && !view.sending ? "owing_title" : "outcome_title")),
      view.script ? "" : element("p", { class: "quiet" }, say("no_script")),
      view.sending ? this.sent() : this.form(),
      this.answers(),
    );
    if (!view.sending && view.suggested) this.choose(view.suggested);
  }

  sent() {
    this.sentWords = element("p", { class: "notice notice-warn", role: "status" });
    this.tick(this.view.state);
    return this.sentWords;
  }

  form() {
    return element("div", { class: "wrap-form" }, this.outcomeList(), this.callback.node, this.heardRow(), this.saveRow());
  }

  // What the person speaks, where another language is needed and the agent knows which: the same digit goes through them.
  heardRow() {
    const option = (tag) => element("option", { value: tag }, tag ? say(`language.${tag}`) : "?");
    this.heard = element("select", {}, ["", ...(this.view.state.other_languages ?? [])].map(option));
    this.heardPlace = element("div", { class: "other-time", hidden: true, "data-test": "heard" }, element("label", {}, say("speaks"), key("6"), this.heard));
    return this.heardPlace;
  }

  outcomeList() {
    const rows = this.view.state.outcomes.map(({ word, key: digit }) =>
      element(
        "label",
        { class: "option", "data-test": `outcome-${word}` },
        element("input", { type: "radio", name: "outcome", value: word, class: "unseen", onchange: () => this.choose(word) }),
        key(digit),
        element("span", {}, say(`outcome.${word}`)),
        word === this.view.suggested && element("span", { class: "badge push" }, say("suggested")),
      ),
    );
    const legend = element("legend", { class: "hidden-label" }, say("outcome_title"));
    return element("fieldset", { class: "answers answers-three" }, legend, rows);
  }

  saveRow() {
    const next = { type: "button", class: "button button-main", onclick: () => this.save(), "data-test": "save-next" };
    this.nextWords = element("span", {});
    this.tick(this.view.state);
    const rest = { type: "button", class: "button", onclick: () => this.told.askBreak(), "data-test": "save-pause" };
    return element(
      "div",
      { class: "save-row" },
      element("button", next, this.nextWords, key("↵")),
      element("button", rest, say("save_pause"), key(keyOf("pause"))),
    );
  }

  // Who is paused, or asked for a break, gets no next call with it; nor who has no link.
  tick({ status, next_pause: waits, link_down: linkDown }) {
    write(this.nextWords, say(status === "paused" || waits || linkDown ? "save_only" : "save_next"));
    write(this.sentWords, say(linkDown ? "sending_later" : "sending"));
  }

  answers() {
    const { script, path, answers, language } = this.view;
    if (!script || !path.steps.length) return "";
    const chips = trail({ script, steps: path.steps, answers, language });
    this.given = element("div", { class: "given" }, element("h3", {}, say("answers")), chips);
    return this.given;
  }

  choose(word) {
    this.outcome = word;
    for (const row of this.node.querySelectorAll(".option")) {
      const input = row.querySelector("input[name=outcome]");
      if (!input) continue;
      input.checked = input.value === word;
      row.classList.toggle("chosen", input.checked);
    }
    this.callback.show(word === "call_later");
    this.heardPlace.hidden = word !== "other_language";
    if (this.given) this.given.hidden = this.callback.wanted; // both would not fit the screen
  }

  focus() {
    const wish = this.node.querySelector("input[name=outcome]:checked") ?? this.node.querySelector("input[name=outcome]");
    wish?.focus({ preventScroll: true });
  }

  // The person has hung up as the agent was about to strike an answer.
  hold() {
    this.held = performance.now() + STRUCK_BEFORE;
  }

  get isMeant() {
    return performance.now() >= this.held;
  }

  digit(number) {
    const outcome = this.view.state.outcomes.find((one) => one.key === String(number));
    if (!outcome || this.view.sending || !this.isMeant) return;
    if (outcome.word === this.struck && !this.heardPlace.hidden) this.heard.selectedIndex = (this.heard.selectedIndex + 1) % this.heard.length;
    this.struck = outcome.word;
    this.choose(outcome.word);
    this.focus();
  }

  slot(place) {
    this.callback.slot(place);
  }

  nextSlot() {
    this.callback.nextSlot();
  }

  turnOwner() {
    this.callback.turnOwner();
  }

  enter() {
    if (this.isMeant) this.save();
  }

  // What has just been saved is taken back, be it that it has not been sent yet.
  back() {
    if (this.view.sending) this.told.undo?.();
  }

  async save(thenPause = null) {
    if (this.view.sending) return;
    if (!this.outcome) return this.told.remark(say("choose_outcome"));
    const { wanted, at, wish } = this.callback;
    if (wanted && !at) return this.told.remark(say("choose_slot"));
    const { sensitive } = this.view.state.outcomes.find((one) => one.word === this.outcome);
    if (sensitive && !(await this.told.confirm(this.outcome))) return this.focus();
    const when = wanted ? wish : { callback_at: null, mine: false };
    this.told.save({ outcome: this.outcome, ...when, heard: this.heardPlace.hidden ? null : this.heard.value, then_pause: thenPause });
  }
}

function write(place, words) {
  if (place && place.textContent !== words) place.textContent = words;
}
