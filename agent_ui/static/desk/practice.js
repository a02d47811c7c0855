// Practice: what the invented person says while the agent goes through the script, and how the last call was.
import { element, icon, key, page, part, say } from "./page.js";

const REPLIES_AFTER = 900; // milliseconds
const MOST_BUBBLES = 3;

export class Practice {
  // desk: the page's desk; its middle says by itself which question stands there
  constructor(desk) {
    Object.assign(this, { desk, talk: new Talk() });
    new MutationObserver(() => this.hear()).observe(part("middle"), { childList: true });
  }

  show(state) {
    this.state = state;
    this.talk.turnTo(state.practice.talk, state.person?.name, state.practice.language);
    this.hear();
    clearTimeout(this.change);
    const { changes_in: seconds } = state.practice; // of our clock, until she picks up or rings off
    if (seconds) this.change = setTimeout(() => this.desk.refresh(), (seconds / page.clock_speed) * 1_000 + 100);
  }

  hear() {
    if (this.state?.status !== "on_call") return;
    const step = part("middle").querySelector("[data-test=question]")?.dataset.step;
    this.talk.answer(step, this.desk.script?.steps[step]?.kind === "end");
  }

  rest(view, told) {
    return new BetweenCalls(view, told);
  }
}

class Talk {
  constructor() {
    this.call = null;
    this.voice = new Voice(part("aloud"));
  }

  turnTo(words, name, language) {
    part("talk").hidden = !words;
    if (!words || words.call === this.call) return;
    Object.assign(this, { words, language, call: words.call, step: null, greeted: false });
    part("talk-name").textContent = say("practice_says", { name });
    part("bubbles").replaceChildren();
    this.voice.turnTo(language);
  }

  // What she says follows what is asked: each time a question comes up, her words to it.
  answer(step, ends) {
    if (!this.greeted) this.speak([this.words.hello], 0);
    this.greeted = true;
    if (!step || step === this.step) return;
    this.step = step;
    this.speak(ends ? this.words.ends : (this.words.steps[step] ?? [this.words.otherwise]), REPLIES_AFTER);
  }

  speak(lines, after) {
    const { call, step } = this;
    lines.forEach((line, place) => {
      setTimeout(() => this.call === call && (!after || this.step === step) && this.show(line), after * (place + 1));
    });
  }

  show(line) {
    const bubbles = part("bubbles");
    bubbles.append(element("p", { lang: this.language, dir: "auto" }, line));
    while (bubbles.childElementCount > MOST_BUBBLES) bubbles.firstElementChild.remove();
    this.voice.say(line);
  }
}

// Her words aloud, in a voice of this computer's own or, where it has none for the language, of our server's.
class Voice {
  constructor(choice) {
    Object.assign(this, { choice, box: choice.querySelector("input") });
    window.speechSynthesis?.addEventListener?.("voiceschanged", () => this.look());
  }

  turnTo(language) {
    this.language = language;
    this.look();
  }

  look() {
    const voices = window.speechSynthesis?.getVoices() ?? [];
    this.voice = voices.find((voice) => voice.localService && voice.lang.toLowerCase().startsWith(this.language));
    this.choice.hidden = !this.voice && !page.speaks;
  }

  say(line) {
    if (!this.box.checked) return;
    if (!this.voice) return this.fetch(line);
    const words = new SpeechSynthesisUtterance(line);
    Object.assign(words, { voice: this.voice, lang: this.voice.lang });
    window.speechSynthesis.speak(words);
  }

  // One sentence after the other.
  fetch(line) {
    const sound = new Audio(`${page.desk}/speech?words=${encodeURIComponent(line)}`);
    const over = new Promise((done) => ["ended", "error"].forEach((event) => sound.addEventListener(event, done)));
    this.before = (this.before ?? Promise.resolve()).then(() => sound.play()).then(() => over, () => null);
  }
}

// Between two calls: the checklist of the last one, how many are passed, and the next.
class BetweenCalls {
  // view: state; told: ready
  constructor({ state }, told) {
    Object.assign(this, { told });
    const { result } = state.practice;
    this.node = element("section", { class: `card rest state-${result && !result.passed ? "paused" : "ready"}`, "data-test": "practice-rest" });
    this.node.append(...(result ? this.judged(result) : this.first()), this.standing(state.practice), this.next(result));
  }

  first() {
    return [
      element("h2", {}, icon("headphones"), say("practice_title")),
      element("p", {}, say("practice_first")),
      element("p", {}, say("practice_how")),
    ];
  }

  judged({ passed, score, points }) {
    const line = ({ good, sentence }) =>
      element(
        "li",
        { class: good ? "good" : "missed", "data-test": good ? "point-good" : "point-missed" },
        icon(good ? "circle-check" : "triangle-alert"),
        element("span", {}, element("span", { class: "hidden-label" }, `${say(good ? "practice_done" : "practice_better")}: `), sentence),
      );
    const title = say(passed ? "practice_good" : "practice_missed", { score });
    return [
      element("h2", { "data-test": "practice-result", "data-passed": String(passed) }, icon(passed ? "circle-check" : "circle"), title),
      element("ul", { class: "checklist" }, points.map(line)),
    ];
  }

  standing({ passed, required, language }) {
    const count = { passed, required, language: say(`language.${language}`) };
    const words = required ? say("practice_passed_of", count) : say("practice_passed", count);
    const enough = required > 0 && passed >= required && element("span", {}, ` ${say("practice_enough")}`);
    return element("p", { class: "passed-line", "data-test": "practice-standing" }, words, enough);
  }

  next(result) {
    const press = { type: "button", class: "button button-main", onclick: this.told.ready, "data-test": "practice-next" };
    return element("button", press, icon("phone"), say(result && !result.passed ? "practice_again" : "practice_next"), key("↵"));
  }

  enter() {
    this.node.querySelector(".button-main").click();
  }

  focus() {
    this.node.querySelector(".button-main").focus({ preventScroll: true });
  }
}
