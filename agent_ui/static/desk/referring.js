// Refers a problem heard on a call to the officer who must solve it: one digit for the problem, a few words, Enter.
import { ask, cancel } from "./dialogs.js";
import { readJson } from "./link.js";
import { element, key, page, say } from "./page.js";
import { rubOut } from "./written.js";

const kept = { categories: null };

// Read once and kept, so that a problem can be referred while the link is down.
export function readCategories() {
  kept.categories ??= readJson("/desk/referral-categories").then(
    ({ categories }) => categories,
    (failure) => {
      kept.categories = null;
      throw failure;
    },
  );
  return kept.categories;
}

export async function referProblem(desk) {
  const { call, status, practice } = desk.state ?? {};
  if (!call || status === "reserved" || practice || desk.dialogOpen) return;
  await desk.errands.attempt(async () => {
    const wish = await chooseProblem(await readCategories());
    if (!wish) return;
    await desk.put("/desk/refer", { call_id: call.id, ...wish });
    desk.frame.remark(say("referred"), "good");
  });
}

function chooseProblem(categories) {
  let chosen = null;
  return ask("refer", say("refer_title"), (answer) => {
    const leave = cancel(answer);
    if (!categories.length) return [element("p", { class: "quiet" }, say("refer_none")), leave];
    const note = element("textarea", { id: "refer-note", rows: 2, maxlength: 1000 });
    const send = () => chosen && answer({ category_id: chosen, note: note.value });
    const button = element("button", { type: "button", class: "button button-main", disabled: true, onclick: send, "data-test": "refer-send" }, say("refer_send"), key("↵"));
    const choose = (id, event) => {
      chosen = id;
      button.disabled = false;
      for (const one of options) one.setAttribute("aria-pressed", String(one === event.currentTarget));
      note.focus();
    };
    const options = categories.map(({ id, names }, place) => {
      const press = { type: "button", class: "option", "aria-pressed": "false", onclick: (event) => choose(id, event), "data-test": `refer-${place + 1}` };
      return element("button", press, key(place + 1), element("span", {}, names[page.language] ?? names[page.nearest[page.language]] ?? names.en));
    });
    // Back to the problems, where another can be chosen and 0 closes: the number pad has no Escape.
    const back = () => (options.find((one) => one.getAttribute("aria-pressed") === "true") ?? options[0])?.focus();
    note.addEventListener("keydown", (event) => {
      if (/^(?:Digit|Numpad)\d$/.test(event.code)) event.stopPropagation(); // digits are words here
      if (event.code === "NumpadAdd" || (event.code === "Backspace" && !note.value)) {
        event.preventDefault();
        if (!rubOut(note)) back();
      }
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      send();
    });
    const label = element("label", { for: "refer-note" }, say("refer_note"));
    return [element("div", { class: "answers answers-two" }, options), label, note, element("div", { class: "save-row" }, button, leave)];
  });
}
