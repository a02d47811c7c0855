// Every key of the desk, once: what listens, the help sheet and an agent's own choice all read this table. Keys are
// named by their place on the keyboard (KeyboardEvent.code), so they work under Urdu, Hindi and Pashto layouts.
// `everywhere`: function keys; all others act only while the question or the outcomes have the focus (WCAG 2.1.4).
// `pad`: the same on the number pad, so that a number pad alone is enough; `written`: while a number or a day is written,
// where the key for back is a point. campaigns/rules/desk/desk_keys.py names the acts.
export const KEYS = [
  { act: "digit", words: "key_answer", label: "1–9", fixed: true, single: true },
  { act: "enter", words: "key_enter", codes: ["Enter", "NumpadEnter"], fixed: true },
  { act: "back", words: "key_back", codes: ["Backspace"], pad: "NumpadDecimal" },
  { act: "rub_out", words: "key_rub_out", label: "⌫", pad: "NumpadAdd", fixed: true, written: true },
  { act: "skip", words: "key_skip", codes: ["Digit0"], pad: "Numpad0", single: true },
  { act: "end", words: "key_end", codes: ["F8"], pad: "NumpadSubtract", everywhere: true },
  { act: "note", words: "key_note", codes: ["F2"], everywhere: true },
  { act: "nearly", words: "key_nearly", codes: ["F7"], pad: "NumpadAdd", everywhere: true },
  { act: "mute", words: "key_mute", codes: ["F6"], everywhere: true },
  { act: "hold", words: "key_hold", codes: ["F4"], everywhere: true },
  { act: "keypad", words: "key_keypad", codes: ["F12"], everywhere: true },
  { act: "help", words: "key_help", codes: ["F1"], everywhere: true },
  { act: "refer", words: "key_refer", codes: ["F3"], everywhere: true },
  { act: "pause", words: "key_break", codes: ["F9"], pad: "NumpadMultiply", everywhere: true },
  { act: "slot0", words: "key_slot0", codes: ["KeyQ"], single: true },
  { act: "slot1", words: "key_slot1", codes: ["KeyW"], single: true },
  { act: "slot2", words: "key_slot2", codes: ["KeyE"], single: true },
  { act: "slot3", words: "key_slot3", codes: ["KeyR"], single: true },
  { act: "next_slot", words: "key_next_slot", codes: ["KeyY"], pad: "NumpadDivide", single: true },
  { act: "more", words: "more_title", codes: ["KeyN"], pad: "NumpadDivide", single: true }, // on the pad: where no time is chosen
  { act: "owner", words: "key_mine", codes: ["KeyT"], pad: "NumpadAdd", single: true }, // on the pad: where one is
  { act: "keys", words: "key_keys", codes: ["F10"], everywhere: true },
];

const mine = { own: {}, single: true };

// What the agent has chosen for herself, at whatever computer.
export function useKeys({ own = {}, single = true } = {}) {
  Object.assign(mine, { own, single });
  for (const place of document.querySelectorAll("[data-key]")) place.textContent = keyOf(place.dataset.key);
}

export function ownKeys() {
  return { own: { ...mine.own }, single: mine.single };
}

// A key that she has laid on another act is hers, though one that came later has it at first.
function codesOf({ act, codes = [] }) {
  const taken = Object.values(mine.own);
  return mine.own[act] ? [mine.own[act]] : codes.filter((code) => !taken.includes(code));
}

// Which act a key stands for; single characters can be switched off.
export function actOf(code, written = false) {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1];
  const found = KEYS.find((line) => codesOf(line).includes(code)) ?? KEYS.find((line) => line.pad === code && Boolean(line.written) === written);
  if (!found && digit) return mine.single ? { act: "digit", digit: Number(digit) } : null;
  const silent = found && !mine.single && (found.single || (found.pad === code && !found.everywhere));
  return found && !silent ? { ...found, byPad: found.pad === code } : null;
}

export function keyOf(act) {
  const line = KEYS.find((one) => one.act === act);
  return line.label ?? capOf(codesOf(line)[0] ?? "–");
}

const CAPS = { Backspace: "⌫", Enter: "↵", Space: "␣", NumpadAdd: "+", NumpadSubtract: "−", NumpadMultiply: "×", NumpadDivide: "÷", NumpadDecimal: ".", Numpad0: "0" };

export function capOf(code) {
  return CAPS[code] ?? code.replace(/^(?:Key|Digit)/, "");
}

// Why a key cannot be taken for an act: null where it can.
export function whyNot(act, code) {
  if (!/^(?:Key[A-Z]|Digit0|F\d{1,2}|Backspace|Insert|Home|End|PageUp|PageDown|Backquote|Minus|Equal|Comma|Period|Slash)$/.test(code)) return "key_unfit";
  const taken = KEYS.some((line) => line.act !== act && codesOf(line).includes(code));
  return taken ? "key_taken" : null;
}
