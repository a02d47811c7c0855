// The frame around the desk: state pill, page title, link strip, what is kept here, today's count.
import { clock, element, icon, page, part, say } from "./page.js";

const ICONS = { paused: "coffee", ready: "circle-check", reserved: "phone-outgoing", on_call: "phone", wrap_up: "pen-line", preview: "user", elsewhere: "monitor" };
const BRAND = document.title.split(" · ").at(-1); // in the language of the page

export class Frame {
  constructor() {
    this.clockLine = element("bdi", { class: "clock", dir: "ltr", "data-test": "state-clock" });
    this.shown = "";
  }

  show(state, { linkDown, kept, refused }) {
    part("campaign").textContent = state.campaign.name;
    part("department").textContent = state.campaign.department;
    this.showPill(state, linkDown);
    this.showLink(linkDown, kept, state);
    this.showNewer(state.revision && state.page, Boolean(state.call));
    part("refused").hidden = !refused;
    part("refused").textContent = say("not_taken", { count: refused });
    part("today").textContent = say("today", state.today);
    const waits = state.next_pause && say("break_waits", { reason: say(`pause.${state.next_pause}`) });
    part("next-break").textContent = waits ?? "";
    part("break").disabled = state.status === "paused" && !state.call;
  }

  // Revision 0: as it stood a moment ago, the server has not spoken yet.
  showPill(state, linkDown) {
    const look = state.call?.preview ? "preview" : state.status; // nothing rings while the record is being read
    const status = look === "preview" ? say("preview") : say(`status.${look}`);
    const before = state.revision === 0;
    const practising = look === "paused" ? say("practice") : `${say("practice")} · ${status}`;
    const place = page.desk ? practising : status;
    const word = before ? say("as_it_was", { state: place }) : place;
    const shown = `${look} ${word} ${linkDown}`;
    if (shown === this.shown) return;
    this.shown = shown;
    part("remarks").replaceChildren(); // they were about the state before
    const pill = element("span", { class: `pill pill-big state-${look}`, "data-test": "state", "data-status": (!before || linkDown) && state.status });
    pill.append(icon(ICONS[look] ?? "circle"), element("b", {}, word), this.clockLine);
    part("pill").replaceChildren(pill);
    part("news").textContent = word;
    document.title = `${word} · ${BRAND}`;
  }

  showLink(linkDown, kept, state) {
    part("strip").hidden = !linkDown;
    part("strip-words").textContent = say(wordsWithout(state));
    part("strip-count").textContent = kept ? ` ${say("kept_here", { count: kept })}` : "";
    part("saved-dot").className = linkDown || kept ? "dot dot-warn" : "dot";
    part("saved").textContent = kept ? say("kept_here", { count: kept }) : say("all_saved");
  }

  // The code of the desk is never changed under a call.
  showNewer(newest, inCall) {
    part("newer").hidden = !newest || newest === libraries().mark;
    part("newer-words").textContent = say(inCall ? "newer_later" : "newer_now");
    part("load-newer").hidden = inCall;
  }

  // How long she is in this state, and beside it how long at work today.
  tick({ seconds, since, shift_since: began }, here) {
    this.clockLine.textContent = clock(seconds + here);
    if (began) part("shift").textContent = clock((new Date(since) - new Date(began)) / 1_000 + seconds + here);
    part("shift").parentElement.hidden = !began;
  }

  // A sentence that needs no answer; it leaves by itself, and screen readers hear it.
  remark(sentence, tone = "warn") {
    const line = element("p", { class: `notice notice-${tone}` }, icon(tone === "good" ? "circle-check" : "triangle-alert"), element("span", {}, sentence));
    part("remarks").replaceChildren(line);
    clearTimeout(this.leaving);
    this.leaving = setTimeout(() => line.remove(), 8_000);
  }

  // What was wrong has been put right.
  calm() {
    part("remarks").querySelector(".notice-warn")?.remove();
  }

  lostToOther() {
    this.showPill({ status: "elsewhere" });
    part("strip").hidden = part("shift").parentElement.hidden = true;
    part("break").disabled = true;
  }
}

// What a link that is down means for her now. A headset at the computer speaks over that very link; a telephone does not.
function wordsWithout({ status, call, leg, ending, practice }) {
  if (!call || call.preview) return "link_down_idle";
  if (practice) return "link_down_kept"; // nobody is on a telephone
  if (!ending && ["wrap_up", "paused"].includes(status)) return "link_down_kept";
  return leg === "browser" ? "link_down_browser" : "link_down";
}

export function libraries() {
  const { dataset } = document.getElementById("desk-page");
  return { softphone: dataset.softphone, pulse: dataset.pulse, live: page.live, mark: dataset.mark };
}
