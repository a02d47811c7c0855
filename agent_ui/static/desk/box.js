// The box on this computer, in IndexedDB: what was given and has not reached the server, in the order it was given.
// Ids, answers and notes only; no name and no number is ever kept here. A reload, a killed browser and a power cut
// leave it as it is: `add` is done only when the entry is on the disk.
const PLACE = "raabta.desk";
const OLD_PLACE = "raabta.desk.outbox"; // where pages before this one kept their entries
const SPARE = 2 ** 50; // from here on: the numbers of entries that are on no disk
const STRICT = { durability: "strict" };
const news = window.BroadcastChannel && new BroadcastChannel(PLACE);

export async function openBox() {
  let box;
  try {
    box = new Box(await opened());
  } catch {
    return new Memory(); // a browser that may keep nothing: the desk says so, and works on
  }
  navigator.storage?.persist?.(); // asked once: a full disk shall not empty the box
  await box.takeOldEntries();
  return box;
}

class Box {
  constructor(disk) {
    Object.assign(this, { disk, lasting: true, spare: [] });
    disk.onversionchange = () => disk.close();
  }

  // Another tab of this browser has put something in or taken something out.
  onChange(tell) {
    news?.addEventListener("message", () => tell());
  }

  async add(entry) {
    const number = await this.write("box", (box) => box.add(entry), STRICT).catch((failure) => this.spared(failure));
    const numbered = { ...entry, number };
    if (number >= SPARE) this.spare.push(numbered);
    return numbered;
  }

  // A disk that is full or broken: what is given goes on from this page, which the agent is told not to close.
  spared(failure) {
    if (failure?.name === "ConstraintError") throw failure; // the same entry again
    this.lasting = false;
    return SPARE + performance.now();
  }

  async all() {
    return [...(await answer(this.disk.transaction("box").objectStore("box").getAll())), ...this.spare];
  }

  async remove({ number }) {
    if (number >= SPARE) this.spare = this.spare.filter((entry) => entry.number !== number);
    else await this.write("box", (box) => box.delete(number));
  }

  // Refused entries leave the way of those behind them, and stay to be read.
  async refuse(entry, { because, hint }) {
    if (entry.number >= SPARE) return this.remove(entry);
    const both = this.disk.transaction(["box", "refused"], "readwrite", STRICT);
    both.objectStore("refused").put({ ...entry, because, hint });
    both.objectStore("box").delete(entry.number);
    await finished(both);
    news?.postMessage("changed");
  }

  refused() {
    return answer(this.disk.transaction("refused").objectStore("refused").getAll());
  }

  forget({ number }) {
    return this.write("refused", (refused) => refused.delete(number));
  }

  // The note to the call in hand, as it is being written.
  keepNote(note) {
    return this.write("desk", (place) => (note ? place.put(note, "note") : place.delete("note")), STRICT);
  }

  keptNote() {
    return answer(this.disk.transaction("desk").objectStore("desk").get("note"));
  }

  // The desk as it last stood, without anything that tells who is on the line: for a reload while the link is down.
  keepDesk(desk) {
    return this.write("desk", (place) => (desk ? place.put(desk, "now") : place.delete("now")));
  }

  keptDesk() {
    return answer(this.disk.transaction("desk").objectStore("desk").get("now"));
  }

  async write(store, change, how) {
    const writing = this.disk.transaction(store, "readwrite", how);
    const request = change(writing.objectStore(store));
    await finished(writing);
    if (store !== "desk") news?.postMessage("changed");
    return request.result;
  }

  async takeOldEntries() {
    const old = JSON.parse(localStorage.getItem(OLD_PLACE) ?? "[]");
    for (const { id, path, body } of old) {
      // the same key again is refused by the box: a second tab brings the same entries
      await this.add({ key: body.key ?? id, agent: null, path, body: { key: id, ...body } }).catch(() => null);
    }
    localStorage.removeItem(OLD_PLACE);
  }
}

// Nothing outlives the page here; `lasting` tells the agent so.
class Memory {
  constructor() {
    Object.assign(this, { lasting: false, entries: [], bad: [], number: 0 });
  }

  onChange() {}

  async add(entry) {
    const numbered = { ...entry, number: ++this.number };
    this.entries.push(numbered);
    return numbered;
  }

  async all() {
    return [...this.entries];
  }

  async remove({ number }) {
    this.entries = this.entries.filter((entry) => entry.number !== number);
  }

  async refuse(entry, { because, hint }) {
    this.bad.push({ ...entry, because, hint });
    await this.remove(entry);
  }

  async refused() {
    return [...this.bad];
  }

  async forget({ number }) {
    this.bad = this.bad.filter((entry) => entry.number !== number);
  }

  async keepNote(note) {
    this.note = note;
  }

  async keptNote() {
    return this.note;
  }

  async keepDesk(desk) {
    this.desk = desk;
  }

  async keptDesk() {
    return this.desk;
  }
}

function opened() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(PLACE, 1);
    opening.onupgradeneeded = () => {
      const box = opening.result.createObjectStore("box", { keyPath: "number", autoIncrement: true });
      box.createIndex("key", "key", { unique: true });
      opening.result.createObjectStore("refused", { keyPath: "number" });
      opening.result.createObjectStore("desk");
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = opening.onblocked = () => reject(opening.error);
  });
}

function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function finished(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = ({ target }) => reject(target.error); // of the request, or of the whole
  });
}
