// Small questions over the desk: which break, are you sure, all keys. Native dialogs: Escape closes, focus returns.
import { element, key, say } from "./page.js";

export function chooseBreak(reasons, remark) {
  return ask("break", say("break_title"), (answer) => [
    remark && element("p", { class: "quiet" }, remark),
    element(
      "div",
      { class: "answers answers-two" },
      reasons.map((reason, place) => {
        const press = { type: "button", class: "option", onclick: () => answer(reason), "data-test": `break-${reason}` };
        return element("button", press, key(place + 1), element("span", {}, say(`pause.${reason}`)));
      }),
    ),
    cancel(answer),
  ]);
}

export async function makeSure(outcome) {
  const title = say("sure_title", { outcome: say(`outcome.${outcome}`) });
  return ask("sure", title, (answer) => [
    element("p", {}, say(`sure_${outcome}`)),
    element(
      "div",
      { class: "save-row" },
      element("button", { type: "button", class: "button button-main", onclick: () => answer(true), "data-test": "sure" }, say("sure_yes"), key("↵")),
      cancel(answer),
    ),
  ]);
}

export function showKeys() {
  const lines = [
    ["1–9", "key_answer"],
    ["↵", "key_enter"],
    ["⌫", "key_back"],
    ["0", "key_skip"],
    ["F7", "key_nearly"],
    ["F8", "key_end"],
    ["F2", "key_note"],
    ["F9", "key_break"],
    ["Q W E R", "key_slots"],
    ["T", "key_mine"],
    ["F10", "key_keys"],
  ];
  return ask("keys", say("keys_title"), (answer) => [
    element("dl", { class: "facts" }, lines.flatMap(([name, words]) => [element("dt", {}, element("kbd", {}, name)), element("dd", {}, say(words))])),
    element("button", { type: "button", class: "button", onclick: () => answer(null) }, say("close"), key("Esc")),
  ]);
}

function cancel(answer) {
  return element("button", { type: "button", class: "button", onclick: () => answer(null) }, say("cancel"), key("Esc"));
}

// Digits press the numbered buttons of the open dialog, whatever the layout.
function ask(name, title, parts) {
  const before = document.activeElement;
  return new Promise((resolve) => {
    const box = element("dialog", { class: "card", "aria-labelledby": "dialog-title", "data-test": `dialog-${name}` });
    const answer = (value) => {
      box.close();
      box.remove();
      before?.isConnected && before.focus({ preventScroll: true });
      resolve(value);
    };
    box.append(element("h2", { id: "dialog-title" }, title), ...parts(answer).filter(Boolean));
    box.addEventListener("cancel", (event) => {
      event.preventDefault();
      answer(null);
    });
    box.addEventListener("keydown", (event) => {
      const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
      if (!digit || event.repeat) return;
      event.preventDefault();
      box.querySelectorAll(".option")[digit - 1]?.click();
    });
    document.body.append(box);
    box.showModal();
    box.querySelector("button")?.focus();
  });
}
