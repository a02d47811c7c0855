// What came of the call: the suggestion stands chosen, so one key saves; a callback takes its time by position.
import { keyOf } from "./key_table.js";
import { element, key, moment, say } from "./page.js";
import { trail } from "./trail.js";

export class WrapUp {
  // view: state, script, path, answers, language, suggested, sending; told: save, remark, askBreak, confirm
  constructor(view, told) {
    Object.assign(this, { view, told, outcome: null, at: null, mine: false });
    this.when = element("div", { class: "when", hidden: true });
    const owing = view.state.status === "paused";
    this.node = element("section", { class: "card wrap-up", "data-test": "wrap-up" });
    this.node.append(
      element("h2", {}, say(owing ? "owing_title" : "outcome_title")),
      view.script ? "" : element("p", { class: "quiet" }, say("no_script")),
      view.sending ? element("p", { class: "notice notice-warn", role: "status" }, say("sending")) : this.form(),
      this.answers(),
    );
    if (!view.sending && view.suggested) this.choose(view.suggested);
  }

  form() {
    return element("div", { class: "wrap-form" }, this.outcomeList(), this.when, this.saveRow());
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
    const rest = { type: "button", class: "button", onclick: () => this.told.askBreak(), "data-test": "save-pause" };
    return element(
      "div",
      { class: "save-row" },
      element("button", next, say("save_next"), key("↵")),
      element("button", rest, say("save_pause"), key(keyOf("pause"))),
    );
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
    this.when.hidden = word !== "call_later";
    if (this.given) this.given.hidden = !this.when.hidden; // both would not fit the screen
    if (word === "call_later" && !this.when.childElementCount) this.when.append(...this.callbackParts());
  }

  callbackParts() {
    const { slots, slot_hours: hours } = this.view.state;
    const names = ["today_later", "next_morning", "next_afternoon"];
    const buttons = names.map((name, place) => {
      const slot = slots.find((one) => one.name === name);
      return slot && this.slotButton(place, this.slotWords(slot), () => this.promise(slot.at, place));
    });
    if (hours.length) buttons.push(this.slotButton(3, say("other_time"), () => this.openHours()));
    this.hours = this.hourChoice(hours);
    this.promised = element("p", { class: "promise", role: "status" });
    return [
      element("h3", { id: "when" }, say("when_title")),
      element("div", { class: "slots", role: "group", "aria-labelledby": "when" }, buttons.filter(Boolean)),
      this.hours,
      element("div", { class: "when-foot" }, this.ownerChoice(), this.promised, this.forHerself()),
    ];
  }

  slotButton(place, words, press) {
    const marks = { type: "button", class: "option slot", "data-place": place, "aria-pressed": "false" };
    return element("button", { ...marks, onclick: press, "data-test": `slot-${place}` }, key(keyOf(`slot${place}`)), words);
  }

  slotWords(slot) {
    const zone = this.view.state.campaign.zone;
    const [from, to] = [slot.at, slot.until].map((at) => moment(at, zone, "time").replace(/:00$/, ""));
    if (slot.name === "today_later") return say("today_later", { from, to });
    return say("next_slot", { day: moment(slot.at, zone, "day"), from, to });
  }

  hourChoice(hours) {
    const zone = this.view.state.campaign.zone;
    const days = byDay(hours, zone);
    const hour = element("select", { id: "slot-hour", onchange: () => this.promise(hour.value, 3) });
    const fill = () => {
      hour.replaceChildren(...days.get(day.value).map((at) => element("option", { value: at }, moment(at, zone, "time"))));
      this.promise(hour.value, 3);
    };
    const day = element("select", { id: "slot-day", onchange: fill });
    day.append(...[...days.keys()].map((name) => element("option", { value: name }, name)));
    this.fillHours = fill;
    const labelled = (name, choice) => element("label", {}, element("span", {}, say(name)), choice);
    return element("div", { class: "other-time", hidden: true }, labelled("day", day), labelled("hour", hour));
  }

  openHours() {
    this.hours.hidden = false;
    this.fillHours();
    this.hours.querySelector("select").focus();
  }

  ownerChoice() {
    const choice = (mine) =>
      element(
        "label",
        {},
        element("input", { type: "radio", name: "mine", checked: mine === this.mine, onchange: () => (this.mine = mine) }),
        element("span", {}, say(mine ? "me" : "anyone")),
      );
    const legend = element("legend", {}, say("for_whom"), " ", key(keyOf("owner")));
    return element("fieldset", { class: "read-in" }, legend, element("span", { class: "segments" }, choice(false), choice(true)));
  }

  forHerself() {
    const { path, state } = this.view;
    return path.confirmed === false && element("p", { class: "quiet", "data-test": "for-herself" }, say("callback_for", { name: state.person.name }));
  }

  promise(at, place) {
    Object.assign(this, { at, promisedAt: performance.now() });
    if (place !== 3) this.hours.hidden = true;
    for (const button of this.when.querySelectorAll(".slot")) {
      const chosen = Number(button.dataset.place) === place;
      button.setAttribute("aria-pressed", String(chosen));
    }
    const zone = this.view.state.campaign.zone;
    const fields = { day: moment(at, zone, "weekday"), time: moment(at, zone, "time") };
    this.promised.textContent = say("promise", fields);
  }

  focus() {
    const wish = this.node.querySelector("input[name=outcome]:checked") ?? this.node.querySelector("input[name=outcome]");
    wish?.focus({ preventScroll: true });
  }

  digit(number) {
    const outcome = this.view.state.outcomes.find((one) => one.key === String(number));
    if (!outcome || this.view.sending) return;
    this.choose(outcome.word);
    this.focus();
  }

  slot(place) {
    if (this.when.hidden || this.view.sending) return;
    this.when.querySelector(`.slot[data-place="${place}"]`)?.click();
  }

  // From one time to the next, for hands that stay on the number pad.
  nextSlot() {
    const slots = [...this.when.querySelectorAll(".slot")];
    const now = slots.findIndex((button) => button.getAttribute("aria-pressed") === "true");
    if (!this.when.hidden && !this.view.sending) slots[(now + 1) % slots.length]?.click();
  }

  turnOwner() {
    if (!this.when.hidden) this.when.querySelectorAll("input[name=mine]")[this.mine ? 0 : 1].click();
  }

  enter() {
    this.save();
  }

  // What has just been saved is taken back, be it that it has not been sent yet.
  back() {
    if (this.view.sending) this.told.undo?.();
  }

  async save(thenPause = null) {
    if (this.view.sending) return;
    if (!this.outcome) return this.told.remark(say("choose_outcome"));
    const later = this.outcome === "call_later";
    if (later && !this.at) return this.told.remark(say("choose_slot"));
    const { sensitive } = this.view.state.outcomes.find((one) => one.word === this.outcome);
    if (sensitive && !(await this.told.confirm(this.outcome))) return this.focus();
    const wish = { outcome: this.outcome, callback_at: later ? this.at : null, mine: later && this.mine };
    if (later) wish.read_back_seconds = Math.round((performance.now() - this.promisedAt) / 1_000); // practice looks at it
    this.told.save({ ...wish, then_pause: thenPause });
  }
}

function byDay(hours, zone) {
  const days = new Map();
  for (const at of hours) {
    const name = moment(at, zone, "weekday");
    days.set(name, [...(days.get(name) ?? []), at]);
  }
  return days;
}
