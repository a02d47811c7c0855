// The frame around the desk: state pill, page title, link strip, what is kept here, today's count.
import { clock, element, icon, page, say } from "./page.js";

const ICONS = { paused: "coffee", ready: "circle-check", reserved: "phone-outgoing", on_call: "phone", wrap_up: "pen-line", preview: "user" };
const part = (name) => document.querySelector(`[data-desk="${name}"]`);

export class Frame {
  constructor() {
    this.clockLine = element("bdi", { class: "clock", dir: "ltr", "data-test": "state-clock" });
    this.shown = "";
  }

  show(state, { linkDown, kept }) {
    part("campaign").textContent = state.campaign.name;
    part("department").textContent = state.campaign.department;
    this.showPill(state);
    this.showLink(linkDown, kept);
    part("today").textContent = say("today", state.today);
    const waits = state.next_pause && say("break_waits", { reason: say(`pause.${state.next_pause}`) });
    part("next-break").textContent = waits ?? "";
    part("break").disabled = state.status === "paused" && !state.call;
  }

  showPill(state) {
    const look = state.call?.preview ? "preview" : state.status; // nothing rings while the record is being read
    const word = look === "preview" ? say("preview") : say(`status.${look}`);
    const shown = `${look} ${word}`;
    if (shown === this.shown) return;
    this.shown = shown;
    part("remarks").replaceChildren(); // they were about the state before
    const pill = element("span", { class: `pill pill-big state-${look}`, "data-test": "state", "data-status": state.status });
    pill.append(icon(ICONS[look] ?? "circle"), element("b", {}, word), this.clockLine);
    part("pill").replaceChildren(pill);
    part("news").textContent = word;
    document.title = `${word} · Raabta`;
  }

  showLink(linkDown, kept) {
    part("strip").hidden = !linkDown;
    part("strip-count").textContent = kept ? ` ${say("kept_here", { count: kept })}` : "";
    part("saved-dot").className = linkDown || kept ? "dot dot-warn" : "dot";
    part("saved").textContent = kept ? say("kept_here", { count: kept }) : say("all_saved");
  }

  tick(seconds) {
    this.clockLine.textContent = clock(seconds);
  }

  // A sentence that needs no answer; it leaves by itself, and screen readers hear it.
  remark(sentence, tone = "warn") {
    const line = element("p", { class: `notice notice-${tone}` }, icon("triangle-alert"), element("span", {}, sentence));
    part("remarks").replaceChildren(line);
    clearTimeout(this.leaving);
    this.leaving = setTimeout(() => line.remove(), 8_000);
  }

  lostToOther() {
    const here = element("button", { type: "button", class: "button", onclick: () => location.reload() }, say("use_here"));
    part("remarks").replaceChildren(element("p", { class: "notice notice-warn", role: "alert" }, say("other_desk"), here));
  }
}

export function libraries() {
  const { dataset } = document.getElementById("desk-page");
  return { softphone: dataset.softphone, pulse: dataset.pulse, live: page.live };
}
