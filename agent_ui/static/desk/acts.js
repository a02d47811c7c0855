// What the agent does at her desk, by key or by button, beyond the answers and the outcome that the middle shows.
import { chooseBreak, chooseMore } from "./dialogs.js";
import { libraries } from "./frame.js";
import { chooseWhen } from "./going_on.js";
import { showKeys } from "./keys_sheet.js";
import { freshToken, post } from "./link.js";
import { say } from "./page.js";
import { referProblem } from "./referring.js";

const LONGEST_NOTE = 2000; // as in campaigns/rules/outcomes.py

export class Acts {
  constructor(desk) {
    this.desk = desk;
  }

  // In the box like an answer: she goes on to the outcome at once, and no link that is down loses it.
  endCall() {
    if (this.desk.state?.status !== "on_call") return;
    this.desk.note.finish();
    this.desk.put("/desk/hang-up", { call_id: this.desk.state.call.id });
  }

  // The next person of the house on the open line; in order behind the answers that are still on their way. What came of
  // this one is what her answers say; whom the next one is, only the server knows.
  async goOn(caseId) {
    const { desk } = this;
    if (desk.state?.status !== "on_call" || desk.dialogOpen || desk.outbox.goesOn(desk.state.call.id)) return;
    const hindered = !desk.middle.path.end ? "end_first" : desk.linkDown && "try_again";
    if (hindered) desk.frame.remark(say(hindered));
    else await this.takeNext(caseId);
    desk.centre?.focus();
  }

  async takeNext(caseId) {
    const { state, middle, note } = this.desk;
    if (!this.noteFits()) return;
    const when = middle.path.suggested === "call_later" ? await chooseWhen(state, middle.path) : {};
    if (!when) return;
    note.finish();
    await this.desk.put("/desk/go-on", { call_id: state.call.id, case_id: caseId, note: note.words, ...when });
  }

  // A hint for the dialler, and no more: nothing is kept for later where the link is down.
  sayNearlyDone() {
    if (this.desk.state?.status !== "on_call") return;
    const { id, nearly_done: nearly } = this.desk.state.call;
    this.desk.errands.act("/desk/nearly-done", { call_id: id, nearly: !nearly });
  }

  async askBreak() {
    const { state, dialogOpen, middle } = this.desk;
    if (!state || dialogOpen || (state.status === "paused" && !state.call)) return;
    const reason = await chooseBreak(state.pauses, state.call && !state.call.preview && say("break_after"));
    if (reason && !middle.breakWithOutcome(reason)) await this.desk.errands.act("/desk/pause", { reason });
  }

  // One key, one digit: what a number pad has no key for, and with whom of the house to go on.
  async askMore() {
    const { state, voice, practice, softphone, dialogOpen } = this.desk;
    if (!state || dialogOpen) return;
    const talks = state.status === "on_call";
    const inCall = state.call && state.status !== "reserved";
    const next = (talks ? (state.others ?? []) : []).filter(({ campaign }) => !campaign);
    const act = await chooseMore([
      ...(inCall ? [[() => this.desk.focusNote(), say("note")]] : []),
      ...(inCall && !practice ? [[() => this.refer(), say("refer")]] : []),
      ...(talks ? [[() => voice.askHelp(), say("help")], [() => voice.hold(), say("hold")]] : []),
      ...(talks && softphone ? [[() => voice.mute(), say("mute")], [() => voice.keypad(), say("keypad")]] : []),
      ...next.map(({ id, name }) => [() => this.goOn(id), say("go_on_with", { name })]),
      ...beside(),
    ]);
    act?.();
  }

  // A problem that somebody must solve: kept in the box like an answer, so that no link loses it.
  refer() {
    return referProblem(this.desk);
  }

  // Not cut off unseen where a long text was pasted: she says what of it matters.
  noteFits() {
    const { note, frame } = this.desk;
    if ([...note.words].length <= LONGEST_NOTE) return true;
    frame.remark(say("note_too_long"));
    note.focus();
    return false;
  }

  async save(wish) {
    if (!this.noteFits()) return;
    const { desk } = this;
    const { call } = desk.state;
    const { answers } = desk.middle;
    const note = desk.note.words;
    await desk.put("/desk/outcome", { call_id: call.id, answers, note, ...wish });
    desk.note.forget();
    if (!desk.practice) desk.undo.offer({ ...wish, call_id: call.id, note });
    desk.show();
  }

  // Back in the wrap-up, with the note as it was; a call that rings meanwhile is let go by the server.
  async takeBack(saved) {
    const { desk } = this;
    const { call_id: id, note } = saved;
    desk.note.keep({ agent: desk.state.agent, call: id, words: note }); // the server may have heard what it cannot answer
    if (!(await desk.outbox.takeBack(id))) await desk.errands.act("/desk/undo", { call_id: id });
    if (desk.state.call?.id === id) desk.note.write(note);
    else if (desk.linkDown) desk.undo.offer(saved); // it says "try again"
  }

  // The carrier is asked first whether it rings already, so that no press is one too many.
  async ringPhone() {
    const { errands, frame } = this.desk;
    await errands.attempt(async () => {
      await this.desk.take(await post("/desk/ring-my-phone"));
      frame.remark(say("phone_called"), "good");
    });
  }

  showKeys() {
    if (!this.desk.dialogOpen) showKeys((keys) => this.desk.errands.act("/desk/keys", keys));
  }

  async openSoftphone() {
    const { Softphone } = await import("./softphone.js"); // other ways to hear and speak never load it
    const { desk } = this;
    desk.softphone = new Softphone({
      library: libraries().softphone,
      onLost: () => desk.frame.remark(say("headset_lost")),
      onRefused: () => desk.frame.remark(say("microphone_refused"), "bad"),
    });
    await desk.errands.attempt(() => desk.softphone.open());
  }

  async endShift(form) {
    const { outbox, softphone, frame } = this.desk;
    const kept = outbox.entries.length;
    if (kept) return frame.remark(say("kept_here", { count: kept }));
    await this.desk.errands.attempt(async () => {
      await post("/desk/sign-out");
      softphone?.close();
      await Promise.all([outbox.box.keepDesk(null), this.desk.note.forget()]);
      form.elements.csrf_token.value = freshToken();
      form.submit();
    });
  }
}

// What else the page offers now: its own buttons, the end of the shift last, and the other languages to read in.
function beside() {
  const offered = document.querySelectorAll("[data-more], [name=read-in]:not(:checked)");
  const shown = [...offered].reverse().filter((one) => one.offsetParent);
  return shown.map((one) => [() => one.click(), (one.lastChild ?? one.nextSibling).textContent]);
}
