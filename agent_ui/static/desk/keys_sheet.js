// The help sheet of the keys, made of the table that the keys themselves are read from; here an agent changes her own.
import { ask } from "./dialogs.js";
import { KEYS, capOf, keyOf, ownKeys, useKeys, whyNot } from "./key_table.js";
import { element, key, say } from "./page.js";

// `keep` sends her choice to the server; it holds at whatever computer she works.
export function showKeys(keep) {
  const sheet = (answer) => {
    const told = element("p", { class: "quiet", role: "status" });
    const lines = element("dl", { class: "facts keys-sheet" });
    const change = (own, single) => {
      useKeys({ own, single });
      keep(ownKeys());
      fill(lines, told, change);
    };
    fill(lines, told, change);
    return [lines, singleSwitch(change), told, foot(answer, change)];
  };
  return ask("keys", say("keys_title"), sheet, "sheet-of-keys");
}

function fill(lines, told, change) {
  lines.replaceChildren(
    ...KEYS.flatMap((line) => [
      element("dt", {}, element("kbd", {}, keyOf(line.act)), line.pad && element("kbd", { class: "pad" }, capOf(line.pad))),
      element("dd", {}, say(line.words), !line.fixed && changeButton(line, lines, told, change)),
    ]),
  );
}

function changeButton(line, lines, told, change) {
  const take = (event) => {
    if (/^(Tab|Escape|Shift|Control|Alt|Meta|Numpad)/.test(event.code)) return; // the number pad closes the sheet
    event.preventDefault();
    event.stopPropagation();
    const reason = whyNot(line.act, event.code);
    told.textContent = reason ? say(reason, { key: capOf(event.code) }) : say("key_changed");
    if (reason) return;
    const { own, single } = ownKeys();
    change({ ...own, [line.act]: event.code }, single);
    lines.querySelector(`[data-act=${line.act}]`)?.focus();
  };
  const begin = (event) => {
    const button = event.currentTarget;
    told.textContent = say("key_press");
    button.addEventListener("keydown", take);
    button.addEventListener("blur", () => button.removeEventListener("keydown", take), { once: true });
  };
  const name = { type: "button", class: "button button-small", onclick: begin, "data-act": line.act };
  return element("button", { ...name, "aria-label": `${say("key_change")}: ${say(line.words)}` }, say("key_change"));
}

function singleSwitch(change) {
  const turn = (event) => change(ownKeys().own, event.target.checked);
  const box = element("input", { type: "checkbox", checked: ownKeys().single, onchange: turn, "data-test": "single-keys" });
  return element("label", { class: "row" }, box, element("span", {}, say("single_keys")));
}

function foot(answer, change) {
  return element(
    "div",
    { class: "save-row" },
    element("button", { type: "button", class: "button", onclick: () => answer(null) }, say("close"), key("Esc"), key("0")),
    element("button", { type: "button", class: "button", onclick: () => change({}, true) }, say("keys_as_before")),
  );
}
