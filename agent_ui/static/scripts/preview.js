// The script as the agent will see it, shown by the desk's own question. It follows what stands in the fields: the server
// says how they read as a script, so that one rule alone reads them. Without this file the page works as well.
import { element, languageIn, page, say } from "../desk/page.js";
import { follow } from "../desk/path.js";
import { Question } from "../desk/question.js";
import { Marks } from "./marks.js";

const PATIENCE = 400; // milliseconds without a key before the server is asked
const form = document.querySelector("[data-script=form]");
const box = (name) => document.querySelector(`[data-script=${name}]`);
const filled = (sentence, fields) => sentence.replace(/\{(\w+)\}/g, (_, field) => fields[field] ?? "");

class Preview {
  constructor(script, opened) {
    const sound = document.querySelector(".outline .badge-bad") === null;
    Object.assign(this, { script, sound, answers: {}, record: {}, at: opened || null, readIn: null, asked: "" });
  }

  take(script, opened, sound) {
    Object.assign(this, { script, sound });
    if (opened && opened in script.steps) this.at = opened;
    this.show();
  }

  again() {
    Object.assign(this, { answers: {}, at: null });
    this.show();
  }

  get language() {
    return languageIn(this.script.languages);
  }

  show() {
    this.showRecord();
    try {
      box("desk").replaceChildren(this.view());
    } catch (failure) {
      if (this.sound) throw failure;
      box("desk").replaceChildren(); // half a script: its problems stand beside the fields
    }
  }

  view() {
    const { script, answers, record, language } = this;
    const path = follow(script, answers, record);
    const at = this.at ?? path.next ?? path.end;
    const neutral = path.confirmed === false && path.answeredBy && path.answeredBy !== "wrong_number" ? script.neutral : null;
    const readIn = script.languages.includes(this.readIn) ? this.readIn : language;
    this.question = new Question({ script, path, at, answers, record, language, readIn, person: page.person, begin: null, neutral }, this.told(path, at));
    const outcome = say(`outcome.${path.suggested}`);
    const ended = at === path.end && element("p", { class: "hint" }, filled(page.sentences.ended, { outcome }));
    return element("div", {}, this.question.node, ended || "");
  }

  told(path, at) {
    const asked = path.steps.filter((step) => step !== path.end);
    return {
      give: (step, value) => this.go({ answers: { ...this.answers, [step]: value }, at: null }),
      back: () => this.go({ at: asked[asked.includes(at) ? asked.indexOf(at) - 1 : asked.length - 1] ?? null }),
      goTo: (step) => this.go({ at: step }),
      readIn: (language) => this.go({ readIn: language }),
      end: () => this.again(),
      remark: () => {},
    };
  }

  go(change) {
    Object.assign(this, change);
    this.show();
    this.question?.focus();
  }

  // For whom a condition asks: the person on the line can be this or that one.
  showRecord() {
    const parts = Object.values(this.script.steps).flatMap((step) => [step, ...(step.options ?? [])]);
    const asked = new Map();
    for (const { when } of parts.filter((part) => part.when)) {
      asked.set(when.field, new Set([...(asked.get(when.field) ?? []), ...(when.is ?? when.is_not)]));
    }
    const mark = JSON.stringify([...asked].map(([field, values]) => [field, [...values]]));
    if (mark === this.asked) return;
    this.asked = mark;
    box("record").replaceChildren(...[...asked].map(([field, values]) => this.recordField(field, [...values])));
  }

  recordField(field, values) {
    const name = page.fields[field] ?? field.replace(page.column, "");
    const choose = (event) => {
      const { [field]: _, ...others } = this.record;
      this.record = event.target.value ? { ...others, [field]: event.target.value } : others;
      this.show();
    };
    const options = values.map((value) => element("option", { value, selected: value === this.record[field] }, value));
    const choice = element("select", { onchange: choose }, element("option", { value: "" }, page.sentences.unknown), options);
    return element("label", { class: "field hint" }, filled(page.sentences.of, { field: name }), choice);
  }

  key(event) {
    if (!this.question?.node.contains(event.target)) return;
    const writing = event.target.matches("textarea, input[type=text]");
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    if (event.key === "Enter" && !event.target.matches("button")) this.question.enter();
    else if (digit && !writing) this.question.digit(Number(digit));
    else return;
    event.preventDefault();
  }
}

const preview = new Preview(JSON.parse(form.elements.document.value), form.elements.opened.value);
const marks = new Marks(box("summary"), box("changes"));
let waiting;

async function look() {
  const body = new URLSearchParams(new FormData(form));
  let answer;
  try {
    answer = await fetch(form.dataset.live, { method: "POST", body, headers: { Accept: "application/json" } });
  } catch {
    return; // the link is down: the page's own buttons say so
  }
  if (!answer.ok || answer.redirected) return;
  const told = await answer.json();
  preview.take(told.document, told.opened, Object.keys(told.problems).length === 0);
  marks.show(told);
}

box("preview").hidden = false;
box("again").addEventListener("click", () => preview.again());
box("preview").addEventListener("keydown", (event) => preview.key(event));
form.addEventListener("input", (event) => {
  if (box("preview").contains(event.target)) return;
  clearTimeout(waiting);
  waiting = setTimeout(look, PATIENCE);
});
preview.show();
