// The answers so far as chips that can be opened again.
import { element, listed, say } from "./page.js";
import { givenWords } from "./written.js";

export function trail({ script, steps, answers, language, last }, goTo) {
  const asked = steps.filter((name) => script.steps[name].kind !== "end").slice(last ? -last : 0);
  const chips = asked.map((name) => {
    const words = `${inLanguage(script.steps[name].title, language)}: ${answerWords(script.steps[name], answers[name], language)}`;
    const chip = { class: "chip", title: words, "data-step": name };
    if (!goTo) return element("li", {}, element("span", chip, element("span", {}, words)));
    const press = { ...chip, type: "button", onclick: () => goTo(name) };
    return element("li", {}, element("button", press, element("span", {}, words)));
  });
  return element("ul", { class: "trail", "data-test": "trail" }, chips);
}

function answerWords(step, value, language) {
  if (value === null || value === undefined) return say("skipped");
  if (!step.options?.length) return givenWords(step, value);
  const labels = [].concat(value).map((one) => step.options.find((option) => option.value === one)?.label);
  return listed(labels.filter(Boolean).map((label) => inLanguage(label, language)));
}

function inLanguage(texts, language) {
  return texts[language] ?? Object.values(texts)[0];
}
