// A day as an agent writes it: the day before the month, on any PC, whatever order its browser would show.
const RUN = /^(\d\d)(\d\d)(\d{4}|\d\d)?$/; // 13112026, 131126 or 1311

// Returns 2026-11-13 for 13.11.2026, 13/11/26, 13 11, 131126 or 2026-11-13; null for what is no day.
export function readDay(digits, { earliest, latest }, today = new Date()) {
  const groups = digits.match(/\d+/g) ?? [];
  const parts = groups.length === 1 ? (RUN.exec(groups[0]) ?? []).slice(1) : groups;
  const [day, month, year] = parts[0]?.length === 4 ? [...parts].reverse() : parts;
  if (parts.length > 3 || !day || !month) return null;
  const inYear = (number) => [number, month.padStart(2, "0"), day.padStart(2, "0")].join("-");
  const days = yearsOf(year, today.getFullYear()).map(inYear);
  const allowed = days.filter((one) => one >= (earliest ?? one) && one <= (latest ?? one));
  const away = (one) => Math.abs(new Date(one) - today);
  return (allowed.length ? allowed : days).sort((one, other) => away(one) - away(other))[0];
}

// Of the years that are meant the nearest one counts: 85 is that of a birth, 27 the next one.
function yearsOf(year, now) {
  if (!year) return [now, now - 1, now + 1];
  return year.length === 2 ? [`20${year}`, `19${year}`] : [year];
}
