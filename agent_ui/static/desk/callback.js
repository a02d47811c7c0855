// When to call again, and who does it: three times by position, any other hour, and the promise read back.
import { keyOf } from "./key_table.js";
import { element, key, moment, say } from "./page.js";

export class Callback {
  // view: that of wrap_up.js
  constructor(view) {
    Object.assign(this, { view, at: null, mine: false });
    this.node = element("div", { class: "when", hidden: true });
  }

  get wanted() {
    return !this.node.hidden;
  }

  show(wanted) {
    this.node.hidden = !wanted;
    if (wanted && !this.node.childElementCount) this.node.append(...this.parts());
  }

  // How long the promise stood there before it was saved: practice looks at it.
  get wish() {
    const seconds = Math.round((performance.now() - this.promisedAt) / 1_000);
    return { callback_at: this.at, mine: this.mine, read_back_seconds: seconds };
  }

  parts() {
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
    return element("div", { class: "other-time", hidden: true, onkeydown: (event) => this.padKey(event, day, hour) }, labelled("day", day), labelled("hour", hour));
  }

  openHours() {
    this.hours.hidden = false;
    this.fillHours();
    this.hours.querySelector("select").focus();
  }

  // On the number pad ÷ takes the next of a list, and the point leads on: from the days to the hours, and out of them.
  padKey(event, day, hour) {
    const { code, target } = event;
    const out = document.querySelector("[name=outcome]:checked") ?? this.node.querySelector("[aria-pressed=true]");
    if (code === "NumpadDecimal") (target === day ? hour : out).focus();
    else if (code === "NumpadDivide") target.selectedIndex = (target.selectedIndex + 1) % target.length;
    else return;
    event.preventDefault();
    event.stopPropagation();
    target.dispatchEvent(new Event("change"));
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
    for (const button of this.node.querySelectorAll(".slot")) {
      const chosen = Number(button.dataset.place) === place;
      button.setAttribute("aria-pressed", String(chosen));
    }
    const zone = this.view.state.campaign.zone;
    const fields = { day: moment(at, zone, "weekday"), time: moment(at, zone, "time") };
    this.promised.textContent = say("promise", fields);
  }

  slot(place) {
    if (this.node.hidden || this.view.sending) return;
    this.node.querySelector(`.slot[data-place="${place}"]`)?.click();
  }

  // From one time to the next, for hands that stay on the number pad.
  nextSlot() {
    const slots = [...this.node.querySelectorAll(".slot")];
    const now = slots.findIndex((button) => button.getAttribute("aria-pressed") === "true");
    if (!this.node.hidden && !this.view.sending) slots[(now + 1) % slots.length]?.click();
  }

  turnOwner() {
    if (!this.node.hidden) this.node.querySelectorAll("input[name=mine]")[this.mine ? 0 : 1].click();
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
