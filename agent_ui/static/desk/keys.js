// Keys by their place on the keyboard (KeyboardEvent.code), so that they work under Urdu and Hindi layouts.
// Digits, letters, Enter and Backspace act only while the question or the outcomes have the focus (WCAG 2.1.4).
const SLOTS = { KeyQ: 0, KeyW: 1, KeyE: 2, KeyR: 3 };

export function listen(desk) {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (desk.dialogOpen) return;
    const act = functionKey(desk, event) ?? centreKey(desk, event);
    if (!act) return;
    event.preventDefault();
    if (!event.repeat) act();
  });
}

function functionKey(desk, event) {
  return {
    F2: () => desk.focusNote(),
    F7: () => desk.sayNearlyDone(),
    F8: () => desk.endCall(),
    F9: () => desk.askBreak(),
    F10: () => desk.showKeys(),
  }[event.code];
}

function centreKey(desk, event) {
  const { centre } = desk;
  if (!centre?.node.contains(event.target)) return null;
  const writing = event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
  if (event.code === "Enter" || event.code === "NumpadEnter") return enterKey(centre, event, writing);
  if (event.code === "Backspace" && event.target.matches(".written[type=text], textarea") && !event.target.value) return () => centre.back();
  if (writing) return null;
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
  if (digit && !event.shiftKey) return digit === "0" ? centre.skip && (() => centre.skip()) : centre.digit && (() => centre.digit(Number(digit)));
  if (event.code === "Backspace") return centre.back && (() => centre.back());
  if (event.code in SLOTS) return centre.slot && (() => centre.slot(SLOTS[event.code]));
  if (event.code === "KeyT") return centre.turnOwner && (() => centre.turnOwner());
  return null;
}

// Enter on a button presses that button; in a longer text Shift+Enter makes a new line.
function enterKey(centre, event, writing) {
  if (event.target.matches("button, a, [name=read-in]") || (writing && event.shiftKey)) return null;
  return () => centre.enter();
}
