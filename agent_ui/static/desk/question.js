// One question at a time: read aloud in the person's language, answered by one key, click or touch.
import { keyOf } from "./key_table.js";
import { element, icon, key, say } from "./page.js";
import { daysOf, fits, offered, questionsAhead } from "./path.js";
import { Spoken } from "./spoken.js";
import { trail } from "./trail.js";
import { Written } from "./written.js";

export class Question {
  // view: script, path, at, answers, record, readIn, language, person, begin, neutral; told: give, back, skip, goTo, readIn, end
  constructor(view, told) {
    const step = view.script.steps[view.at];
    Object.assign(this, { view, told, step, options: offered(step, view.record), byPointer: false });
    this.spoken = new Spoken(view, told);
    this.node = element("section", { class: "card question", "data-test": "question", "data-step": view.at });
    this.node.append(this.head(), this.read(), this.spoken.neutral(), this.spoken.hint(), this.body(), this.foot());
    this.node.addEventListener("pointerdown", () => (this.byPointer = true));
    this.node.addEventListener("keydown", () => (this.byPointer = false));
  }

  read() {
    return this.spoken.read();
  }

  // Who is on the line is known again after a reload: what is half written stays.
  tellOf(person) {
    if (person.name === this.view.person.name) return;
    this.view.person = person;
    this.node.querySelector("#read").replaceWith(this.spoken.main());
    this.node.querySelector("[data-test=neutral]")?.replaceWith(this.spoken.neutral());
    this.node.querySelector("#hint")?.replaceWith(this.spoken.hint());
  }

  head() {
    const { script, path, at } = this.view;
    const number = path.steps.includes(at) ? path.steps.indexOf(at) + 1 : path.steps.length + 1;
    const all = number + Math.max(questionsAhead(script, at) - 1, 0);
    const bars = Array.from({ length: all }, (_, place) =>
      element("span", { class: place + 1 < number ? "done" : place + 1 === number ? "now" : "" }),
    );
    const name = this.step.kind === "end" ? say("ending") : say("question", { number });
    return element(
      "header",
      { class: "question-head" },
      element("h2", {}, element("b", {}, name), element("span", {}, this.spoken.toHer(this.step.title, " · "))),
      element("span", { class: "progress", "aria-hidden": "true" }, bars),
      this.spoken.readIn(),
    );
  }

  body() {
    if (this.step.kind === "end") return element("div", { class: "answers" }, this.endButton());
    if (this.options.length) return this.optionList();
    return this.writtenAnswer();
  }

  endButton() {
    const press = { type: "button", class: "button button-main", onclick: this.told.end, "data-test": "end-call" };
    const button = element("button", press, icon("phone-off"), say("end_call"), key("↵"));
    return element("p", { class: "row" }, button, element("span", { class: "hint" }, say("end_now")));
  }

  optionList() {
    const given = [].concat(this.view.answers[this.view.at] ?? []);
    const type = this.step.kind === "choice" ? "radio" : "checkbox";
    const rows = this.options.map((option, place) => {
      const checked = given.includes(option.value);
      const input = { type, name: "answer", value: option.value, checked, class: "unseen" };
      return element(
        "label",
        { class: "option", "data-test": `option-${option.value}` },
        element("input", { ...input, onclick: () => this.byPointer && type === "radio" && this.give(option.value) }),
        key(place + 1),
        element("span", {}, this.spoken.toHer(option.label)),
      );
    });
    const wide = ["answers", rows.length > 8 ? "answers-three" : rows.length > (this.view.neutral ? 2 : 5) && "answers-two"].filter(Boolean).join(" ");
    return element(
      "fieldset",
      { class: wide, "aria-describedby": "read" },
      element("legend", { class: "hidden-label" }, this.spoken.text(this.step.title)),
      rows,
      type === "checkbox" && this.goOn(),
    );
  }

  writtenAnswer() {
    const [earliest, latest] = daysOf(this.step, this.view.record);
    this.field = new Written({ ...this.step, earliest, latest }, this.view.answers[this.view.at], this.spoken.text(this.step.title));
    return element("div", { class: "answers" }, this.field.node, this.goOn());
  }

  goOn() {
    const press = { type: "button", class: "button button-main go-on", onclick: () => this.enter() };
    const button = element("button", { ...press, "data-test": "go-on" }, say("go_on"), key("↵"));
    const more = this.step.kind === "choices" && element("span", { class: "hint" }, say("mark_all"));
    return element("p", { class: "row" }, button, more);
  }

  foot() {
    const { script, path, at, answers } = this.view;
    const before = path.steps.slice(0, path.steps.includes(at) ? path.steps.indexOf(at) : undefined);
    const back = { type: "button", class: "button", disabled: !before.length, onclick: this.told.back };
    const skip = { type: "button", class: "button", onclick: () => this.skip(), "data-test": "skip" };
    return element(
      "footer",
      { class: "question-foot" },
      element("button", { ...back, "data-test": "back" }, say("back"), key(keyOf("back"))),
      trail({ script, steps: before, answers, language: this.view.language, last: 3 }, this.told.goTo),
      this.step.required === false && element("button", skip, say("skip"), this.step.options && key(keyOf("skip"))),
    );
  }

  focus() {
    const first = (wish) => this.node.querySelector(`.answers ${wish}`);
    const wish = first("input:checked") ?? first("input") ?? first("textarea") ?? first("button");
    wish?.focus({ preventScroll: true });
  }

  digit(number) {
    const option = this.options[number - 1];
    if (!option) return;
    if (this.step.kind === "choice") return this.give(option.value);
    const box = this.node.querySelector(`input[value="${option.value}"]`);
    box.checked = !box.checked;
    box.focus({ preventScroll: true });
  }

  back() {
    this.told.back();
  }

  // On the number pad: the last digit, and from an empty field the question before.
  rubOut() {
    if (!this.field.rubOut()) this.back();
  }

  enter() {
    if (this.step.kind === "end") return this.told.end();
    this.give(this.written());
  }

  written() {
    const checked = [...this.node.querySelectorAll("input[name=answer]:checked")].map((input) => input.value);
    if (this.step.kind === "choice") return checked[0];
    if (this.step.kind === "choices") return checked;
    const { value } = this.field;
    return value === null && this.step.required !== false ? undefined : value; // Enter on an empty field skips
  }

  give(value) {
    if (value !== undefined && fits(this.step, value, this.view.record)) return this.told.give(this.view.at, value);
    const empty = this.step.required === false ? "answer_or_skip" : "answer_first";
    this.told.remark(this.field && value !== undefined ? this.field.sentence : say(empty));
  }

  skip() {
    if (this.step.required === false) this.told.give(this.view.at, null);
  }
}
