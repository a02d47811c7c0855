// Beside each field of a day the same day in words: in which order a browser shows day and month is its own choice.
const FIELDS = 'input[type="date"], input[type="datetime-local"]';
const locale = `${document.documentElement.lang}-IN-u-nu-latn`;
const words = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const saying = new WeakMap(); // of each field the place in which it is said

function told(field) {
  const day = new Date(`${field.value.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(day.getTime()) ? "" : words.format(day);
}

function sayDay(field) {
  if (!saying.has(field)) {
    const place = Object.assign(document.createElement("span"), { className: "hint day-words" });
    place.setAttribute("role", "status");
    field.after(place);
    saying.set(field, place);
  }
  saying.get(field).textContent = told(field);
}

for (const field of document.querySelectorAll(FIELDS)) sayDay(field);
for (const event of ["input", "focusin"]) {
  addEventListener(event, ({ target }) => target.matches?.(FIELDS) && sayDay(target)); // forms come later, too
}
