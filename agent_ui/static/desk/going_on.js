// Before the talk goes on with the next person of a house: when the one before is to be called again.
import { Callback } from "./callback.js";
import { ask, cancel } from "./dialogs.js";
import { actOf } from "./key_table.js";
import { element, key, say } from "./page.js";

const SLOTS = ["slot0", "slot1", "slot2", "slot3"];

// Returns the promise, or null where she goes on talking with the same person.
export function chooseWhen(state, path) {
  const callback = new Callback({ state, path });
  callback.show(true);
  return ask("when", say("go_on"), (answer) => {
    const done = () => callback.at && answer({ callback_at: callback.at, mine: callback.mine });
    const strike = (event) => {
      const act = actOf(event.code)?.act;
      const doing = struck(callback, act, done, event.target);
      if (!doing || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      doing();
    };
    const button = { type: "button", class: "button button-main", onclick: done, "data-test": "go-on-then" };
    const row = element("div", { class: "save-row" }, element("button", button, say("go_on"), key("↵")), cancel(answer));
    return [element("div", { class: "stack", onkeydown: strike }, callback.node, row)];
  }, "when-to-call");
}

// Enter goes on once a time stands chosen; before that it presses what has the focus.
function struck(callback, act, done, target) {
  if (target.matches("select")) return null;
  if (act === "enter") return callback.at && target.matches(".slot, input") && done;
  if (SLOTS.includes(act)) return () => callback.slot(SLOTS.indexOf(act));
  return { next_slot: () => callback.nextSlot(), owner: () => callback.turnOwner() }[act];
}
