// The script's path through the answers: the same rules as campaigns/rules/scripts/path.py, answers.py and
// conditions.py beside it, so that branching needs no network. tests/browser/test_path.py walks both over many scripts.
const LONGEST_TEXT = 2000;
export const LARGEST_NUMBER = 99999999999; // twelve digits are an Aadhaar
const WRITTEN = /[^ \t\r\n\f\v\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/;
const UNKEPT = /[\u0000\ud800-\udfff]/u; // a zero byte or half a letter: no database keeps it

// confirmed: the person herself is on the line now; null where the script does not ask who has answered.
export function follow(script, answers, record = {}) {
  const asksWho = (script.steps[script.opening].options ?? []).some((option) => option.who);
  const path = { steps: [], next: null, end: null, suggested: null, answeredBy: null, relation: null, confirmed: asksWho ? false : null };
  const seen = new Set();
  let at = script.opening;
  while (at && !seen.has(at)) {
    seen.add(at);
    const step = script.steps[at];
    if (!isFor(step, record)) {
      at = step.next ?? null;
      continue;
    }
    if (step.kind === "end") {
      path.steps.push(at);
      return { ...path, end: at, suggested: step.suggests ?? path.suggested ?? "completed" };
    }
    if (!(at in answers) || !fits(step, answers[at], record)) break;
    path.steps.push(at);
    const option = step.kind === "choice" ? step.options.find((one) => one.value === answers[at]) : null;
    choose(path, option);
    at = option?.next ?? step.next ?? null;
  }
  return { ...path, next: at, suggested: path.suggested ?? (path.steps.length ? "cut_off" : null) };
}

function choose(path, option) {
  if (!option) return;
  path.suggested = option.suggests ?? path.suggested;
  path.relation = option.relation ?? path.relation;
  if (!option.who) return;
  path.answeredBy ??= option.who;
  path.confirmed = option.who === "self";
}

function isFor(part, record) {
  if (!part.when) return true;
  const values = (part.when.is ?? part.when.is_not).map(plain);
  return values.includes(plain(record[part.when.field] ?? "")) === Boolean(part.when.is);
}

export function offered(step, record) {
  return (step.options ?? []).filter((option) => isFor(option, record));
}

function plain(value) {
  return value.replace(/[ \t\r\n]+/g, " ").replace(/^ | $/g, "").toLowerCase();
}

export function fits(step, value, record = {}) {
  if (value === null) return step.required === false && step.kind !== "end";
  const values = offered(step, record).map((option) => option.value);
  switch (step.kind) {
    case "choice":
      return values.includes(value);
    case "choices":
      return Array.isArray(value) && value.length > 0 && new Set(value).size === value.length && value.every((one) => values.includes(one));
    case "number":
      return Number.isFinite(value) && Math.abs(value) <= LARGEST_NUMBER && value >= (step.min ?? -Infinity) && value <= (step.max ?? Infinity);
    case "date":
      return isDay(value) && liesWithin(value, step, record);
    case "text":
      return typeof value === "string" && [...value].length <= LONGEST_TEXT && WRITTEN.test(value) && !UNKEPT.test(value);
    default:
      return false;
  }
}

// The bounds of a date; today is the day of the call, which stands in its record.
export function daysOf({ earliest, latest }, record) {
  return [earliest, latest].map((day) => (day === "today" ? record.today : day));
}

function liesWithin(day, step, record) {
  const [earliest, latest] = daysOf(step, record);
  return day >= (earliest ?? day) && day <= (latest ?? day);
}

export function isDay(value) {
  if (typeof value !== "string" || !/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value) || value.startsWith("0000")) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

// How many questions are still ahead on the shortest way to an ending: an honest length for the progress bar.
export function questionsAhead(script, from) {
  let ahead = 0;
  let level = from ? [from] : [];
  while (level.length && level.every((name) => script.steps[name].kind !== "end") && ahead < 50) {
    ahead += 1;
    const next = level.flatMap((name) => {
      const step = script.steps[name];
      return [step.next, ...(step.options ?? []).map((option) => option.next)].filter(Boolean);
    });
    level = [...new Set(next)];
  }
  return ahead;
}
