// The agent's note to the call: kept while the page lives, however often it is loaded.
const place = document.getElementById("note");
const kept = (call) => `note.${call.id}`;

export class Note {
  // leave: where Enter and Escape lead
  constructor(leave) {
    this.call = null;
    place.addEventListener("input", () => this.call && sessionStorage.setItem(kept(this.call), place.value));
    place.addEventListener("keydown", (event) => this.leaveByKey(event, leave));
  }

  get words() {
    return place.value;
  }

  of(call) {
    this.call = call;
    place.value = (call && sessionStorage.getItem(kept(call))) ?? "";
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
    if (this.call) sessionStorage.removeItem(kept(this.call));
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
