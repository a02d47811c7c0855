// Small questions over the desk: which break, are you sure, what was not taken. Native dialogs: Escape closes, focus returns.
import { element, key, say } from "./page.js";

export function chooseBreak(reasons, remark) {
  return ask("break", say("break_title"), (answer) => [
    remark && element("p", { class: "quiet" }, remark),
    choices(reasons.map((reason) => [reason, say(`pause.${reason}`), `break-${reason}`]), answer),
    cancel(answer),
  ]);
}

export function chooseSkip(reasons) {
  return ask("skip", say("skip_title"), (answer) => [
    element("p", { class: "quiet" }, say("skip_hint")),
    choices(reasons.map((reason) => [reason, say(`skip.${reason}`), `skip-${reason}`]), answer),
    cancel(answer),
  ]);
}

// offered: what each stands for, and its words
export function chooseMore(offered) {
  return ask("more", say("more_title"), (answer) => [choices(offered, answer), cancel(answer)]);
}

function choices(offered, answer) {
  const choice = ([value, words, test], place) => {
    const press = { type: "button", class: "option", onclick: () => answer(value), "data-test": test };
    return element("button", press, place < 9 && key(place + 1), element("span", {}, words));
  };
  return element("div", { class: "answers answers-two" }, offered.map(choice));
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

// What the server would not take, each with its reason; it keeps the same.
export function showRefused(outbox) {
  return ask("refused", say("refused_title"), (answer) => [
    element("p", { class: "quiet" }, say("refused_hint")),
    element("ul", { class: "lines refused" }, outbox.refusals.map((entry) => refusedLine(entry, outbox, answer))),
    cancel(answer),
  ]);
}

function refusedLine(entry, outbox, answer) {
  const { outcome, step, value, note } = entry.body;
  const other = say({ "/desk/refer": "refer", "/desk/note": "key_note" }[entry.path] ?? "others_on_phone");
  const given = outcome ? say(`outcome.${outcome}`) : step ? `${step}: ${[].concat(value).join(", ")}` : other;
  const does = (doing) => () => answer(outbox[doing](entry));
  return element(
    "li",
    {},
    element("p", {}, element("b", {}, given), note && " ", note && element("bdi", {}, note)),
    element("p", { class: "quiet" }, entry.hint),
    element(
      "p",
      { class: "row" },
      element("button", { type: "button", class: "button", onclick: does("sendAgain"), "data-test": "send-again" }, say("send_again")),
      element("button", { type: "button", class: "button", onclick: does("forget"), "data-test": "seen" }, say("seen")),
    ),
  );
}

export function cancel(answer) {
  return element("button", { type: "button", class: "button", onclick: () => answer(null) }, say("cancel"), key("Esc"), key("0"));
}

// Digits press the numbered buttons of the open dialog, whatever the layout; on the number pad ÷ leads from one to the next.
export function ask(name, title, parts, look = "") {
  const before = document.activeElement;
  return new Promise((resolve) => {
    const box = element("dialog", { class: `card ${look}`, "aria-labelledby": "dialog-title", "data-test": `dialog-${name}` });
    const answer = (value) => {
      box.close();
      box.remove();
      const middle = document.querySelector('[data-desk="middle"]'); // built anew meanwhile: her keys go on there
      const back = before?.matches(":not(body)") && before.isConnected ? before : (middle?.querySelector("[name=outcome]:checked, [name=answer], .written, .button-main") ?? middle);
      back?.focus({ preventScroll: true });
      resolve(value);
    };
    box.append(element("h2", { id: "dialog-title" }, title), ...parts(answer).filter(Boolean));
    box.addEventListener("cancel", (event) => {
      event.preventDefault();
      answer(null);
    });
    box.addEventListener("keydown", (event) => {
      const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
      const next = event.code === "NumpadDivide" && !event.target.matches("textarea");
      if (!(digit || next) || event.repeat) return;
      event.preventDefault();
      const buttons = [...box.querySelectorAll("button")];
      if (next) buttons[(buttons.indexOf(event.target) + 1) % buttons.length].focus();
      else if (digit === "0") answer(null); // the number pad has no Escape
      else box.querySelectorAll(".option")[digit - 1]?.click();
    });
    document.body.append(box);
    box.showModal();
    box.querySelector("button")?.focus();
  });
}
