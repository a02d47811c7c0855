// The middle of the desk: which question, list or sentence stands there now, and where the agent is in the script.
import { element, languageIn, page, say } from "./page.js";
import { follow } from "./path.js";
import { Question } from "./question.js";
import { Rest } from "./rest.js";
import { WrapUp } from "./wrap_up.js";

const READ_IN = "raabta.desk.read-in"; // and a person's language: in which another the agent last read to such people
const NOWHERE = { steps: [], next: null, end: null, suggested: null };
const KNOWS_HER = ["family", "neighbour", "someone_else"];
const OWING = ["on_call", "wrap_up", "paused"];

export class Middle {
  constructor(place, outbox, told) {
    Object.assign(this, { place, outbox, shown: "" });
    this.told = {
      ...told,
      give: (step, value) => this.give(step, value),
      back: () => this.back(),
      goTo: (step) => this.look(step),
      readIn: (language) => this.read(language),
    };
    this.begin();
  }

  // A new call begins at the opening, in the language of its person.
  begin() {
    Object.assign(this, { cursor: null, chosenLanguage: null });
  }

  get answers() {
    const { answers, call } = this.state;
    return { ...answers, ...(call ? this.outbox.answersOf(call.id) : {}) };
  }

  get path() {
    return this.script ? follow(this.script, this.answers, this.state.record) : NOWHERE;
  }

  get language() {
    return languageIn(this.script?.languages ?? []);
  }

  get readLanguage() {
    const hers = this.state.person?.language;
    const last = localStorage.getItem(this.rememberedIn);
    const wishes = [this.chosenLanguage, hers, last, page.nearest[hers], this.language];
    return wishes.find((wish) => this.script?.languages.includes(wish));
  }

  // An Urdu speaker is read to in Urdu, whatever another of them once asked for; only what the script lacks is guessed.
  get rememberedIn() {
    return `${READ_IN}.${this.state.person?.language ?? ""}`;
  }

  // Built anew only when what it shows has changed, so that focus and half-written words stay.
  show(state = this.state, script = this.script) {
    Object.assign(this, { state, script });
    const { path, cursor } = this;
    const sending = Boolean(state.call) && this.outbox.hasOutcomeOf(state.call.id);
    const talking = state.status === "on_call" && Boolean(script) && !sending;
    const at = cursor ?? path.next ?? path.end;
    const mark = JSON.stringify([
      [state.status, state.call?.id, state.call?.preview, sending, this.readLanguage, state.script_version],
      talking ? [at, path.steps] : [state.pause_reason, state.leg_up, state.campaign.status, state.carrier_rests],
      state.call && OWING.includes(state.status) ? null : [state.link_down, state.person?.name], // an outcome that stands chosen stays
    ]);
    if (mark === this.shown) return this.view.tellOf?.(this.person);
    this.shown = mark;
    const asked = this.view instanceof Question && !state.ending;
    this.view = talking ? this.question(path, at) : this.quiet(path, sending);
    if (asked) this.view.hold?.();
    this.place.replaceChildren(this.view.node);
    this.focus();
  }

  quiet(path, sending) {
    const { state, script, answers, language } = this;
    if (state.call && OWING.includes(state.status)) {
      return new WrapUp({ state, script, path, answers, language, sending, suggested: path.suggested }, this.told);
    }
    if (this.practice && !state.call) return this.practice.rest({ state }, this.told);
    const opening = state.call && script ? this.question(path, script.opening).read() : null;
    return new Rest({ state, opening }, this.told);
  }

  // What is merged into the texts that are read aloud.
  get person() {
    const { person, merged, campaign } = this.state;
    return { ...person, ...merged, department: campaign.department };
  }

  // Of her, what the agent may have before her eyes: a scheme is for nobody else, with the link and without it.
  get known() {
    return this.state.person && { ...this.state.person, scheme: this.path.confirmed === false ? null : this.person.scheme };
  }

  question(path, at) {
    const { script, answers, language, state, person } = this;
    const begin = at === script.opening ? state.call?.calling_back : null;
    const neutral = path.confirmed === false && KNOWS_HER.includes(path.answeredBy) ? script.neutral : null;
    const view = { script, path, at, answers, record: state.record, language, readIn: this.readLanguage, person, begin, neutral };
    return new Question(view, this.told);
  }

  // Focus goes with the question, but never out of a dialog or a note that is being written.
  focus() {
    const elsewhere = document.querySelector("dialog[open]") ?? document.activeElement?.closest("textarea");
    if (elsewhere && !this.place.contains(elsewhere)) return;
    this.view.focus();
    if (!this.place.contains(document.activeElement)) this.place.focus({ preventScroll: true });
  }

  // The page moves on when the answer is on the disk.
  async give(step, value) {
    const again = this.cursor === step;
    await this.told.put("/desk/answer", { call_id: this.state.call.id, step, value });
    const { path } = this;
    const following = path.steps[path.steps.indexOf(step) + 1];
    this.look(again && following && following !== path.end ? following : null);
  }

  back() {
    const { path } = this;
    const asked = path.steps.filter((step) => step !== path.end);
    const before = this.cursor ? asked[asked.indexOf(this.cursor) - 1] : asked.at(-1);
    if (before) this.look(before);
  }

  look(step) {
    this.cursor = step;
    this.show();
  }

  read(language) {
    this.chosenLanguage = language;
    localStorage.setItem(this.rememberedIn, language);
    this.show();
  }

  giveWay() {
    const here = element("button", { type: "button", class: "button button-main", onclick: () => location.reload() }, say("use_here"));
    this.view = null;
    this.place.replaceChildren(element("section", { class: "card rest", role: "alert" }, element("h2", {}, say("other_desk")), here));
    here.focus({ preventScroll: true });
  }

  breakWithOutcome(reason) {
    if (!(this.view instanceof WrapUp) || this.view.view.sending) return false;
    this.view.save(reason);
    return true;
  }
}
