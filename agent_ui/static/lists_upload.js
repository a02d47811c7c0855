// Sends the chosen file in chunks and shows how far it is; without scripts the form sends it in one piece.
import { Pace, clock } from "./upload/pace.js";
import { Sending } from "./upload/sending.js";
import { Refused } from "./upload/server.js";

const part = (name) => document.getElementById(name);
const input = part("file");
const { form } = input;
const words = JSON.parse(part("upload-words").textContent);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
const pace = new Pace();
const { title } = document;
let sending = null;

input.addEventListener("change", () => {
  const size = input.files[0]?.size ?? 0;
  input.setCustomValidity(size > Number(input.dataset.mostBytes) ? input.dataset.tooLarge : "");
  input.reportValidity();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!sending) send(input.files[0]);
});

addEventListener("pageshow", (event) => event.persisted && location.reload()); // a page that was left is old

part("sending-pause").addEventListener("click", () => sending?.pause(!sending.paused));

async function send(file) {
  const written = new FormData(form); // what the page says of the file, told when that is whole
  written.delete(input.name);
  sending = new Sending(file, form.dataset.uploads, written, (what, told) => show(file, what, told));
  part("sending-name").textContent = file.name;
  part("refused").hidden = true;
  if (part("earlier")) part("earlier").hidden = true;
  turn(true);
  try {
    location.assign(await sending.run());
  } catch (failure) {
    turn(false);
    refuse(failure);
  }
}

function turn(on) {
  form.hidden = on;
  part("sending").hidden = !on;
  (on ? part("sending-pause") : input).focus();
  if (on) return;
  sending = null;
  document.title = title;
}

function show(file, what, told) {
  part("sending-pause").textContent = what === "paused" ? words.go_on : words.pause;
  part("sending-pause").hidden = what === "looking";
  if (what === "begun") pace.begin(told);
  showFigures(file, what === "sent" ? pace.note(told) : null);
  const share = percent(sending.offset, file.size);
  const said = {
    begun: told ? fill(words.goes_on, { share }) : words.sending,
    sent: part("sending-said").dataset.what === "begun" ? null : words.sending,
    looking: words.looking,
    lost: fill(words.lost, { seconds: told }),
    paused: fill(words.paused, { share }),
  }[what];
  if (said === null || part("sending-said").textContent === said) return;
  part("sending-said").textContent = said;
  part("sending-said").dataset.what = what;
}

function showFigures(file, speed) {
  const { offset } = sending;
  const parts = [percent(offset, file.size), fill(words.megabytes, { part: megabytes(offset), whole: megabytes(file.size) })];
  if (speed) parts.push(fill(words.speed, { speed: Math.max(Math.round(speed / 1024), 1) }));
  if (speed && offset < file.size) parts.push(fill(words.left, { time: clock((file.size - offset) / speed) }));
  part("sending-figures").replaceChildren(...parts.flatMap((text, at) => (at ? [" · ", aside(text)] : [aside(text)])));
  part("sending-bar").value = offset / file.size;
  document.title = `${percent(offset, file.size)} · ${file.name}`;
}

// Latin and Urdu figures side by side keep their own order.
function aside(text) {
  const part = document.createElement("bdi");
  part.textContent = text;
  return part;
}

function refuse(failure) {
  const because = failure instanceof Refused ? failure.because : "broken";
  part("refused").querySelector("b").textContent = failure.hint ?? words[because] ?? words.broken;
  part("refused").hidden = false;
  if (part("earlier")) part("earlier").hidden = !failure.earlier;
  if (failure.earlier) part("earlier").querySelector("a").href = failure.earlier;
  if (!(failure instanceof Refused)) throw failure;
}

function percent(offset, size) {
  return `${offset >= size ? 100 : Math.min(Math.floor((100 * offset) / size), 99)}%`;
}

function megabytes(bytes) {
  return (bytes / (1 << 20)).toFixed(1);
}
