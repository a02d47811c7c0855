// Tones on the line, for machines that ask for a number: by the digits of the keyboard, open until it is closed.
import { ask } from "./dialogs.js";
import { actOf } from "./key_table.js";
import { element, key, say } from "./page.js";

const SIGNS = { NumpadMultiply: "*", NumpadDivide: "#" };
const WITH_SHIFT = { Digit8: "*", Digit3: "#" }; // by their place, as digits are: Urdu and Hindi layouts write other signs
const TONES = "123456789*0#";

export function keypad(press) {
  const told = element("p", { class: "keypad-told", dir: "ltr", role: "status", "data-test": "tones" });
  const tone = (digit) => {
    press(digit);
    told.textContent += digit;
  };
  // Before the digits of every dialog, where 0 closes.
  const strike = (event, answer) => {
    const digit = toneOf(event);
    const closes = actOf(event.code)?.act === "back"; // 0 is a tone here, and the number pad has no Escape
    if (!(digit || closes) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (closes) answer(null);
    else if (!event.repeat) tone(digit);
  };
  const button = (digit) => element("button", { type: "button", class: "option", onclick: () => tone(digit), "data-test": `tone-${digit}` }, digit);
  return ask("keypad", say("keypad_title"), (answer) => [
    element(
      "div",
      { class: "stack", onkeydown: (event) => strike(event, answer) },
      told,
      element("div", { class: "keypad", dir: "ltr" }, [...TONES].map(button)),
      element("button", { type: "button", class: "button", onclick: () => answer(null) }, say("close"), key("Esc"), key(".")),
    ),
  ]);
}

function toneOf({ code, key: sign, shiftKey }) {
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1];
  return SIGNS[code] ?? (shiftKey ? WITH_SHIFT[code] : digit) ?? (/^[*#]$/.test(sign) ? sign : null);
}
