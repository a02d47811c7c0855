// The agent's note to the call: on the disk as she writes it, so that no reload and no power cut takes it.
const place = document.getElementById("note");

export class Note {
  // leave: where Enter and Escape lead; box: the box on this computer
  constructor(leave, box) {
    Object.assign(this, { box, call: null, kept: null, agent: null });
    place.addEventListener("input", () => this.call && this.keep({ agent: this.agent, call: this.call.id, words: place.value }));
    place.addEventListener("keydown", (event) => this.leaveByKey(event, leave));
  }

  get words() {
    return place.value;
  }

  // What was written before this page began.
  async look() {
    this.kept = (await this.box.keptNote()) ?? null;
  }

  of(call) {
    this.call = call;
    place.value = call && this.kept?.call === call.id ? this.kept.words : "";
  }

  // A talk that has left the desk while this computer was off: what was written of it goes to those who must know.
  async handIn(state, outbox) {
    const { kept } = this;
    this.agent = state.agent;
    if (!kept || kept.call === state.call?.id) return;
    this.kept = null; // once, however many states come meanwhile
    const saved = outbox.hasOutcomeOf(kept.call) || outbox.goesOn(kept.call);
    if (kept.words.trim() && !saved) await outbox.put("/desk/note", { call_id: kept.call, note: kept.words }, kept.agent);
    if (!this.kept) this.forget();
  }

  // Whoever ends the call has done writing: the outcomes take the focus.
  finish() {
    place.blur();
  }

  write(words) {
    place.value = words;
    place.dispatchEvent(new Event("input"));
  }

  forget() {
    return this.keep(null);
  }

  // One writing at a time; of what is struck meanwhile the last stands.
  async keep(note) {
    Object.assign(this, { kept: note, stale: true });
    if (this.writing) return;
    this.writing = true;
    while (this.stale) {
      this.stale = false;
      await this.box.keepNote(this.kept).catch(() => null); // a full disk: it is kept while the page lives
    }
    this.writing = false;
  }

  focus() {
    place.focus();
  }

  // Enter or Escape leaves the note as it is and goes back to the middle; Shift+Enter makes a new line.
  leaveByKey(event, leave) {
    if (!["Enter", "Escape"].includes(event.key) || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    leave();
  }
}
