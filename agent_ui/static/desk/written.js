// An answer that is written: a number, a day or free words; what it means, and what to do when it does not fit.
import { element, moment, number, say } from "./page.js";
import { isDay, LARGEST_NUMBER } from "./path.js";
import { readDay } from "./written_day.js";

export class Written {
  constructor(step, given, name) {
    const isADay = step.kind === "date";
    const marks = { class: "written", id: "written", "aria-describedby": "read", "aria-label": name };
    const line = { ...marks, type: "text", inputmode: "decimal", autocomplete: "off", dir: "ltr", placeholder: isADay && "31.10.2026" };
    const value = isADay && given ? given.split("-").reverse().join(".") : (given ?? "");
    const words = step.kind === "text" && element("textarea", { ...marks, rows: 3, maxlength: 2000 }, value);
    const field = words || element("input", { ...line, value, oninput: () => this.readBack() });
    Object.assign(this, { step, field, meant: element("p", { class: "hint", role: "status", "data-test": "meant" }) });
    this.node = element("div", { class: words ? "" : "row" }, field, isADay && this.meant);
    this.readBack();
  }

  // A day is said in words, so that a wrong one is seen before it is given.
  readBack() {
    this.meant.textContent = isDay(this.value) ? dayWords(this.value, "long") : "";
  }

  rubOut() {
    const done = rubOut(this.field);
    this.readBack();
    return done;
  }

  // Null where nothing is written.
  get value() {
    const words = latinDigits(this.field.value.trim());
    if (words === "") return null;
    if (this.step.kind === "number") return Number(words.replace("٫", ".").replaceAll(/[,٬\s]/g, ""));
    return this.step.kind === "date" ? (readDay(words, this.step) ?? words) : this.field.value.trim();
  }

  // What to write, where this does not fit.
  get sentence() {
    const { kind, min, max, earliest, latest } = this.step;
    if (kind === "date" && !isDay(this.value)) return say(isWritten(this.value) ? "no_such_day" : "day_wanted");
    if (kind === "number" && !Number.isFinite(this.value)) return say("number_wanted");
    const bounds = kind === "date" ? [earliest, latest] : [min, max ?? LARGEST_NUMBER];
    const [least, most] = bounds.map((bound) => bound != null && givenWords(this.step, bound));
    const reach = least && most ? "between" : least ? "from" : "until";
    return say(`${kind === "date" ? "day" : "number"}_${reach}`, { least, most });
  }
}

// For the number pad, which has no Backspace; false where there is nothing to take back.
export function rubOut(field) {
  const before = field.value;
  field.value = [...before].slice(0, -1).join("");
  return before !== "";
}

// What was given, as it stands among the answers.
export function givenWords({ kind }, value) {
  if (kind === "date") return dayWords(value, "date");
  return kind === "number" ? number(value) : value;
}

function isWritten(day) {
  return /^\d{4}-\d\d-\d\d$/.test(day);
}

function dayWords(day, style) {
  return moment(`${day}T00:00Z`, "UTC", style);
}

// Urdu, Arabic and Devanagari keyboards write their own digits.
const DIGITS = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९";

function latinDigits(words) {
  return words.replace(/[٠-٩۰-۹०-९]/g, (digit) => DIGITS.indexOf(digit) % 10);
}
