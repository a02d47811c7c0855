// The two sides of the desk: who is on the line, and the call itself with the note.
import { keyOf } from "./key_table.js";
import { clock, element, field, icon, key, moment, say } from "./page.js";

const FACTS = [
  ["relative", "relative_name"],
  ["village", "village"],
  ["block", "block"],
  ["district", "district"],
  ["scheme", "scheme"],
];

export function personSide(state, told) {
  if (!state.person) return state.practice ? [] : [callbackCard(state)];
  const others = state.others?.length ? [othersCard(state, told)] : [];
  const earlier = state.attempts?.length ? [attemptsCard(state)] : [];
  const promised = state.callbacks?.length ? [callbackCard({ ...state, callbacks: [state.callbacks[0]] })] : [];
  return [personCard(state), ...takenNote(state), ...rangNote(state), privacyNote(), ...others, ...earlier, ...promised];
}

function personCard({ person, attempts, practice }) {
  const facts = FACTS.filter(([, name]) => person[name]).flatMap(([label, name]) => fact(label, person[name]));
  if (person.language) facts.push(...fact("speaks", say(`language.${person.language}`)));
  return element(
    "section",
    { class: "card", "aria-labelledby": "person-title", "data-test": "person" },
    element("h2", { class: "side-title", id: "person-title" }, say("beneficiary")),
    person.name ? element("p", { class: "person-name" }, field(person.name, "auto")) : element("p", { class: "quiet" }, say("name_later")),
    element("dl", { class: "facts" }, facts),
    person.name && !practice && !attempts.length && element("p", { class: "quiet" }, say("first_attempt")), // invented people were never called before
  );
}

function fact(label, value) {
  return [element("dt", {}, say(label)), element("dd", {}, field(value, "auto"))];
}

function rangNote({ call }) {
  if (!call?.rang_us) return [];
  const words = element("span", {}, say("rang_us"));
  return [element("p", { class: "notice notice-info", "data-test": "rang-us" }, icon("phone"), words)];
}

function takenNote({ call }) {
  if (!call?.taken_over) return [];
  return [element("p", { class: "notice notice-info", role: "alert", "data-test": "taken-over" }, icon("phone"), element("span", {}, say("taken_over")))];
}

function privacyNote() {
  return element("p", { class: "notice notice-warn" }, icon("shield"), element("span", {}, say("privacy")));
}

// Other people who wait on this phone: the household need not be rung for each of them. While the line is open the
// talk can go on with those of this campaign; another campaign is named, and calls its people itself.
function othersCard({ others, status }, told) {
  const goOn = ({ id, name, campaign }) =>
    status === "on_call" &&
    !campaign &&
    element(
      "button",
      { type: "button", class: "button button-small", "data-test": "go-on", "aria-label": say("go_on_with", { name }), onclick: () => told.goOn(id) },
      say("go_on"),
      key(keyOf("more")),
    );
  const rows = others.map((other) =>
    element("li", {}, field(other.name, "auto"), field(other.village ?? "", "auto"), other.campaign && field(other.campaign, "auto"), goOn(other)),
  );
  return element(
    "section",
    { class: "card", "data-test": "others" },
    element("h2", { class: "side-title" }, say("others_on_phone")),
    element("ul", { class: "lines" }, rows),
  );
}

function attemptsCard({ attempts, campaign }) {
  const rows = attempts.map(({ at, outcome }) =>
    element("li", {}, when(at, campaign.zone), element("span", {}, say(`outcome.${outcome}`))),
  );
  return element("section", { class: "card" }, element("h2", { class: "side-title" }, say("earlier")), element("ul", { class: "lines" }, rows));
}

function callbackCard({ callbacks, campaign }) {
  const rows = callbacks.map(({ at, name }) => element("li", {}, when(at, campaign.zone), field(name, "auto")));
  const body = rows.length ? element("ul", { class: "lines" }, rows) : element("p", { class: "quiet" }, say("no_callbacks"));
  return element("section", { class: "card", "data-test": "callbacks" }, element("h2", { class: "side-title" }, say("callbacks")), body);
}

function when(at, zone) {
  return element("time", { datetime: at }, field(moment(at, zone, "dayTime")));
}

// The call card is built once per state and call, so that ticking touches one text.
export class CallCard {
  constructor(place, told) {
    Object.assign(this, { place, told, shown: "" });
    this.clockLine = element("p", { class: "call-clock", "data-test": "call-clock" });
  }

  show(state) {
    this.state = state;
    const { nearly_done, on_hold, line_fell } = state.call ?? {};
    const mark = JSON.stringify([
      [state.status, state.call?.id, state.call?.phone_masked, talked(state), state.leg, state.leg_up, state.keys],
      [nearly_done, on_hold, line_fell, state.asked_for_help, state.ending, this.told.voice.muted],
    ]);
    if (mark === this.shown) return;
    this.shown = mark;
    this.clockLine.replaceChildren();
    this.change(() => this.place.replaceChildren(this.card(state)));
  }

  // Enter rings a telephone that fell in the talk; when it is back, the keys are the question's again.
  change(build) {
    const { ring: before } = this;
    const [at, writes] = [document.activeElement, document.activeElement.matches("textarea, dialog *")];
    this.ring = null;
    build();
    if (this.ring && (before ? at === before : !writes)) this.ring.focus({ preventScroll: true });
    else if (before && at === before) this.told.goBack();
  }

  card({ call, status, leg, leg_up, campaign, ending }) {
    const limit = status === "wrap_up" && say("limit", { clock: clock(campaign.wrap_up_seconds) });
    const unheard = status === "on_call" && leg_up === false; // she has hung up, or her headset has fallen
    return element(
      "section",
      { class: "card", "data-test": "call" },
      element("h2", { class: "side-title" }, say("call")),
      talked(this.state) && this.clockLine,
      !call && element("p", { class: "quiet" }, say("no_call")),
      call && element("p", { class: "quiet" }, field(call.phone_masked, "ltr")),
      limit && element("p", { class: "quiet", "data-test": "limit" }, limit),
      ending && element("p", { class: "notice notice-warn", role: "status", "data-test": "ending" }, ending.map((name) => `${say(name)} `)),
      (unheard || call?.line_fell) && this.unheard(call, leg),
      status === "on_call" && !unheard && this.voiceButtons(call, leg), // without a line nothing can be muted or held
      element("div", { class: "quiet", role: "status" }, status === "on_call" && !unheard && this.voiceWords(call)),
      status === "on_call" && !unheard && this.nearlyButton(call),
      status === "on_call" && this.endButton(),
    );
  }

  // Her headset comes back by itself; a telephone rings once by itself, and then whenever she wants.
  unheard({ line_fell: fell }, leg) {
    const words = fell ? (leg === "phone" ? "line_fell_phone" : "line_fell") : `leg_waits_${leg}`;
    const notice = element("p", { class: "notice notice-warn", role: "alert", "data-test": fell ? "line-fell" : "leg-waits" }, say(words));
    if (leg !== "phone") return notice;
    this.ring = element("button", { type: "button", class: "button button-main button-wide", "data-test": "ring-phone", onclick: this.told.ringPhone }, icon("phone"), say("ring_phone"), key("↵"));
    return element("div", { class: "stack" }, notice, this.ring);
  }

  // Her word that she is soon free; the end of the talk takes it back by itself.
  nearlyButton({ nearly_done: nearly }) {
    const marks = { type: "button", class: "button button-wide", "aria-pressed": String(nearly), onclick: this.told.nearlyDone };
    return element("button", { ...marks, "data-test": "nearly-done" }, icon(nearly ? "circle-check" : "circle"), say("nearly_done"), key(keyOf("nearly")));
  }

  // A headset at the computer can be muted and press keys on the line; a telephone does both by itself.
  voiceButtons({ on_hold: held }, leg) {
    const { voice } = this.told;
    const { asked_for_help: asked } = this.state;
    const button = (name, press, pressed, ...shown) =>
      element("button", { type: "button", class: "button", onclick: press, "aria-pressed": pressed, "data-test": name }, ...shown);
    const browser = leg === "browser";
    return element(
      "div",
      { class: "voice" },
      browser && button("mute", () => voice.mute(), String(voice.muted), icon("mic-off"), say("mute"), key(keyOf("mute"))),
      browser && button("keypad", () => voice.keypad(), null, icon("grid-3x3"), say("keypad"), key(keyOf("keypad"))),
      button("hold", () => voice.hold(), String(Boolean(held)), icon("pause"), say("hold"), key(keyOf("hold"))),
      button("ask-help", () => voice.askHelp(), String(Boolean(asked)), icon("hand"), say("help"), key(keyOf("help"))),
    );
  }

  voiceWords({ on_hold: held }) {
    const words = [held && "on_hold", this.state.asked_for_help && "help_asked"].filter(Boolean);
    return words.map((name) => element("p", {}, say(name)));
  }

  endButton() {
    const marks = { type: "button", class: "button button-end button-wide", onclick: this.told.end };
    return element("button", { ...marks, "data-test": "end-call-side" }, icon("phone-off"), say("end_call"), key(keyOf("end")));
  }

  tick(here) {
    const { call, status } = this.state;
    if (talked(this.state)) this.clockLine.textContent = clock(call.started_seconds + (status === "on_call" ? here : 0));
  }
}

function talked({ call }) {
  return typeof call?.started_seconds === "number";
}
