// What a question says: read aloud in the person's language, and to the agent in that of her page.
import { element, page, say } from "./page.js";

const LONG = 190; // letters; longer texts are set smaller so that nothing scrolls

export class Spoken {
  // view and told: those of question.js
  constructor(view, told) {
    Object.assign(this, { view, told, step: view.script.steps[view.at] });
  }

  text(texts, language = this.view.language) {
    return texts?.[this.languageOf(texts, language)] ?? "";
  }

  languageOf(texts, language = this.view.language) {
    return [language, this.view.readIn].find((one) => texts?.[one] != null) ?? Object.keys(texts ?? {})[0];
  }

  // For the agent, in the language of her page; where the script lacks that, it says in which it stands.
  toHer(texts, before = "") {
    const language = this.languageOf(texts);
    const foreign = language !== page.language && { lang: language, dir: page.right_to_left.includes(language) ? "rtl" : "ltr" };
    return [before, element("span", foreign || {}, this.merged(this.text(texts)))];
  }

  // Merged fields come in whatever script the list was written in, so each stands isolated.
  merged(text) {
    return text.split(/\{(\w+)\}/).map((part, place) => (place % 2 ? element("bdi", {}, this.view.person[part] ?? "—") : part));
  }

  readIn() {
    const choice = (language) =>
      element(
        "label",
        { lang: language },
        element("input", {
          type: "radio",
          name: "read-in",
          value: language,
          checked: language === this.view.readIn,
          onchange: () => this.told.readIn(language),
        }),
        element("span", {}, say(`own.${language}`)),
      );
    return element(
      "fieldset",
      { class: "read-in" },
      element("legend", {}, say("read_in")),
      element("span", { class: "segments" }, this.view.script.languages.map(choice)),
    );
  }

  // Who rang us is thanked for it before the script begins.
  read() {
    const main = this.main();
    if (!this.view.begin) return main;
    const both = document.createDocumentFragment();
    both.append(this.aloud(this.view.begin, { "data-test": "calling-back" }, true), main);
    return both;
  }

  main() {
    return this.aloud(this.step.read, { id: "read", "data-test": "read" }, Boolean(this.view.begin));
  }

  // Whoever is not the person herself is told this, and nothing of the scheme.
  neutral() {
    if (!this.view.neutral) return "";
    const words = element("p", { class: "hint" }, say("if_asked"));
    return element("div", { class: "neutral", "data-test": "neutral" }, words, this.aloud(this.view.neutral, {}, true));
  }

  aloud(texts, marks, small = false) {
    const language = texts[this.view.readIn] ? this.view.readIn : "en";
    const text = this.text(texts, language);
    const direction = page.right_to_left.includes(language) ? "rtl" : "ltr";
    const size = small || text.length > LONG ? "read read-long" : "read";
    return element("p", { class: size, lang: language, dir: direction, ...marks }, this.merged(text));
  }

  hint() {
    if (!this.step.hint) return "";
    return element("p", { class: "hint", id: "hint" }, this.toHer(this.step.hint, `${say("for_you")} `));
  }
}
