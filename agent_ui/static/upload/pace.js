// How fast a file goes and how long it will still take, by what was sent within the last half minute.
const LOOKED_BACK = 30_000;

export class Pace {
  constructor() {
    this.seen = [];
  }

  begin(offset) {
    this.seen = [{ offset, at: performance.now() }];
  }

  // Bytes a second; null until there is something to measure.
  note(offset) {
    const now = performance.now();
    this.seen.push({ offset, at: now });
    while (this.seen.length > 2 && now - this.seen[1].at > LOOKED_BACK) this.seen.shift();
    const [first] = this.seen;
    const seconds = (now - first.at) / 1000;
    return seconds > 0 && offset > first.offset ? (offset - first.offset) / seconds : null;
  }
}

export function clock(seconds) {
  const whole = Math.max(Math.round(seconds), 0);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${two(minutes)}:${two(rest)}`;
}
