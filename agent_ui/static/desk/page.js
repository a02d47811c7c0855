// What the server put into the page: addresses, the clock's speed, every sentence in the page's language.
export const page = JSON.parse(document.getElementById("desk-page").textContent);
export const csrf = document.querySelector('meta[name="csrf-token"]').content;
const sprite = document.getElementById("desk-page").dataset.icons;

export function part(name) {
  return document.querySelector(`[data-desk="${name}"]`);
}

export function say(name, fields = {}) {
  return (page.words[name] ?? name).replace(/\{(\w+)\}/g, (_, field) => fields[field] ?? "");
}

// element("p", {class: "hint"}, "text", child): text is never parsed as HTML.
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child != null && child !== false));
  return made;
}

export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `${sprite}#${name}`);
  drawing.append(use);
  return drawing;
}

// Of the languages in which a text stands, the one that the agent reads best.
export function languageIn(written) {
  return [page.language, page.nearest[page.language]].find((one) => written.includes(one)) ?? written[0];
}

// When the next frame is painted; a hidden page paints none.
export function afterPaint(task) {
  if (document.hidden) task();
  else requestAnimationFrame(() => setTimeout(task));
}

export function key(name) {
  return element("kbd", { "aria-hidden": "true" }, name);
}

export function field(value, direction) {
  return element("bdi", { dir: direction }, value);
}

// A browser may not know how days are written in Kashmiri or Dogri: then as those who speak it read them.
const LOCALES = [page.language, page.nearest?.[page.language] ?? "en"].map((tag) => `${tag}-IN-u-nu-latn`);

export function listed(words) {
  return new Intl.ListFormat(LOCALES, { type: "unit", style: "short" }).format(words);
}

export function number(value) {
  return new Intl.NumberFormat("en-IN", { maximumFractionDigits: 20 }).format(value);
}

// Numbers and times in Latin digits in every language, where the called people live.
export function clock(seconds) {
  const all = Math.max(0, Math.floor(seconds));
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(all / 3600), Math.floor(all / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(all % 60)}` : `${two(minutes)}:${two(all % 60)}`;
}

export function moment(iso, zone, style) {
  const styles = {
    time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    dayTime: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    day: { day: "numeric", month: "short" },
    weekday: { weekday: "long", day: "numeric", month: "short" },
    date: { day: "numeric", month: "short", year: "numeric" },
    long: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  };
  return new Intl.DateTimeFormat(LOCALES, { timeZone: zone, ...styles[style] }).format(new Date(iso));
}
