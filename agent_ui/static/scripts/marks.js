// Each problem beside its place, while the script is being written.
import { element, page } from "../desk/page.js";

export class Marks {
  constructor(summary, changes) {
    Object.assign(this, { summary, changes });
  }

  show({ problems, lines, steps, changes }) {
    for (const old of document.querySelectorAll(".fields .mistake")) old.remove();
    for (const field of document.querySelectorAll(".fields [aria-invalid]")) field.removeAttribute("aria-invalid");
    for (const [place, sentences] of Object.entries(problems)) this.mark(place, sentences);
    this.count(steps);
    const sound = Object.keys(problems).length === 0;
    const words = element("p", {}, element("b", {}, sound ? page.sentences.good : page.sentences.bad));
    const open = ([step, sentence]) => element("button", { class: "button-plain button-line", name: "do", value: `open:${step}` }, sentence);
    const list = element("ul", { class: "changes" }, lines.map((line) => element("li", {}, open(line))));
    this.summary.replaceChildren(element("div", { class: `notice notice-${sound ? "good" : "warn"}` }, words), sound ? "" : list);
    const told = changes.length ? changes : [page.sentences.same];
    this.changes.replaceChildren(...told.map((sentence) => element("li", {}, sentence)));
  }

  mark(place, sentences) {
    const there = document.querySelector(`.fields [data-place="${CSS.escape(place)}"]`);
    if (!there) return;
    const list = element("ul", { class: "mistake" }, sentences.map((sentence) => element("li", {}, sentence)));
    const title = there.querySelector(":scope > label, :scope > legend");
    if (title) title.after(list);
    else there.append(list);
    there.querySelector(":scope > textarea")?.setAttribute("aria-invalid", "true");
  }

  count(steps) {
    for (const button of document.querySelectorAll(".outline [value^='open:']")) {
      const problems = steps[button.value.slice("open:".length)] ?? 0;
      button.querySelector(".badge-bad")?.remove();
      if (problems) button.append(element("span", { class: "badge badge-bad" }, String(problems)));
    }
  }
}
