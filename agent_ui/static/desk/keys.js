// Listens to the keys of the desk and does what key_table.js says they mean.
import { actOf } from "./key_table.js";

const WRITTEN = "textarea, select, input:not([type=radio], [type=checkbox])";

export function listen(desk) {
  const waiting = [];
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (desk.dialogOpen || desk.lost) return;
    const act = pressed(desk, event, event.target);
    if (!act) return;
    event.preventDefault();
    if (event.repeat) return;
    if (!desk.settling && !waiting.length) return act();
    const { code, shiftKey } = event;
    waiting.push({ code, shiftKey });
    if (waiting.length === 1) strikeWaiting(desk, waiting);
  });
}

// An answer is on its way to the disk: each key is meant for what follows the one before it.
async function strikeWaiting(desk, waiting) {
  while (waiting.length) {
    while (desk.settling) await desk.settling;
    if (!desk.dialogOpen && !desk.lost) pressed(desk, waiting[0], document.activeElement)?.();
    waiting.shift();
  }
}

function pressed(desk, { code, shiftKey }, target) {
  const key = actOf(code, target.matches(".written"));
  if (!key) return null;
  const inCentre = desk.centre && desk.middle.place.contains(target);
  if (key.byPad && key.act === "nearly" && desk.centre?.callback?.wanted) return () => desk.centre.turnOwner();
  if (key.everywhere && (!key.byPad || (inCentre && !target.matches(WRITTEN)))) return everywhere(desk, key.act);
  return inCentre ? inTheCentre(desk, key, target, shiftKey) : null;
}

function everywhere(desk, act) {
  return {
    note: () => desk.focusNote(),
    nearly: () => desk.acts.sayNearlyDone(),
    end: () => desk.acts.endCall(),
    mute: () => desk.voice.mute(),
    hold: () => desk.voice.hold(),
    keypad: () => desk.voice.keypad(),
    help: () => desk.voice.askHelp(),
    refer: () => desk.acts.refer(),
    pause: () => desk.acts.askBreak(),
    keys: () => desk.acts.showKeys(),
  }[act];
}

function inTheCentre({ centre, acts }, { act, digit, byPad }, target, shiftKey) {
  const writing = target.matches(WRITTEN);
  if (act === "enter") return enterKey(centre, target, shiftKey && writing);
  if (act === "back" && !byPad && target.matches(".written[type=text], textarea") && !target.value) return () => centre.back();
  if (act === "rub_out" && !shiftKey) return () => centre.rubOut();
  if (writing || shiftKey) return null;
  if (act === "digit") return centre.digit && (() => centre.digit(digit));
  if (act.startsWith("slot")) return centre.slot && (() => centre.slot(Number(act.at(-1))));
  if (act === "more" || (act === "next_slot" && byPad && !centre.callback?.wanted)) return () => acts.askMore();
  const name = { back: "back", skip: "skip", next_slot: "nextSlot", owner: "turnOwner" }[act];
  return name && centre[name] ? () => centre[name]() : null;
}

// Enter on a button presses that button; in a longer text Shift+Enter makes a new line.
function enterKey(centre, target, newLine) {
  if (newLine || target.matches("button, a, [name=read-in]")) return null;
  return () => centre.enter();
}
