// The box on this computer, in IndexedDB: what was given and has not reached the server, in the order it was given.
// Ids, answers and notes only; no name and no number is ever kept here. A reload, a killed browser and a power cut
// leave it as it is: `add` is done only when the entry is on the disk.
const PLACE = "raabta.desk";
const SPARE = 2 ** 50; // from here on: the numbers of entries that are on no disk
const STRICT = { durability: "strict" };
const news = window.BroadcastChannel && new BroadcastChannel(PLACE);

export async function openBox() {
  const box = new Box(await opened().catch(() => null)); // a browser that may keep nothing: the desk says so, and works on
  navigator.storage?.persist?.(); // asked once: a full disk shall not empty the box
  await box.takeSpared();
  return box;
}

// A disk that is full or broken is left alone until the page is loaded again: Chromium closes it by itself then, and
// neither ends nor refuses what it was doing. The page goes on with its own copy, which the browser remembers for as long
// as it runs, and writes down by itself once there is room; the agent is told not to close the page, and asked when she
// does. What left the box meanwhile (`gone`) leaves the disk when that can be written again.
class Box {
  constructor(disk) {
    Object.assign(this, { disk, spare: SPARE, copy: { box: [], refused: [], desk: {}, gone: [] } });
    this.hanging = new Set(); // what waits for the disk
    if (!disk) return;
    disk.onversionchange = () => disk.close();
    disk.onclose = () => this.lose();
  }

  get lasting() {
    return Boolean(this.disk);
  }

  lose() {
    this.disk = null;
    for (const end of this.hanging) end();
  }

  // Another tab of this browser has put something in or taken something out.
  onChange(tell) {
    news?.addEventListener("message", () => tell());
  }

  async add(entry) {
    const spare = ++this.spare;
    const numbered = { ...entry, number: (await this.write(["box"], (box) => box.add(entry))) ?? spare };
    this.copy.box.push(numbered);
    this.copy.box.sort((one, other) => one.number - other.number);
    this.remember();
    return numbered;
  }

  all() {
    return this.read("box");
  }

  refused() {
    return this.read("refused");
  }

  remove(entry) {
    return this.leave("box", entry);
  }

  forget(entry) {
    return this.leave("refused", entry);
  }

  // Refused entries leave the way of those behind them, and stay to be read.
  async refuse(entry, { because, hint }) {
    const refused = { ...entry, because, hint };
    this.copy.refused.push(refused);
    await this.leave("box", entry, (store) => store.put(refused));
  }

  async leave(name, { number }, puts) {
    this.copy[name] = this.copy[name].filter((entry) => entry.number !== number);
    const both = puts ? [name, "refused"] : [name];
    await this.write(both, (store, refused) => [puts?.(refused), store.delete(number)]);
    if (!this.disk) this.copy.gone.push([name, number]);
    this.remember();
  }

  // The note to the call in hand, as it is being written.
  keepNote(note) {
    return this.keep("note", note, STRICT);
  }

  keptNote() {
    return this.kept("note");
  }

  // The desk as it last stood, without anything that tells who is on the line: for a reload while the link is down.
  keepDesk(desk) {
    return this.keep("now", desk);
  }

  keptDesk() {
    return this.kept("now");
  }

  async keep(name, thing, how) {
    this.copy.desk[name] = thing;
    await this.write(["desk"], (place) => (thing ? place.put(thing, name) : place.delete(name)), how ?? {});
    this.remember();
  }

  async kept(name) {
    const kept = await this.ask("desk", (place) => place.get(name));
    return this.disk ? kept : this.copy.desk[name];
  }

  async read(name) {
    const entries = await this.ask(name, (store) => store.getAll());
    if (this.disk) this.copy[name] = entries;
    return [...this.copy[name]];
  }

  async ask(name, asks) {
    try {
      return await this.unlessLost(answer(asks(this.disk.transaction(name).objectStore(name))));
    } catch {
      return this.lose();
    }
  }

  // Done when it is on the disk, or when there is no disk to write on.
  async write(names, change, how = STRICT) {
    try {
      const writing = this.disk.transaction(names, "readwrite", how);
      const request = change(...names.map((name) => writing.objectStore(name)));
      await this.unlessLost(finished(writing));
      if (names[0] !== "desk") news?.postMessage("changed");
      return request.result;
    } catch (failure) {
      if (failure?.name === "ConstraintError") throw failure; // the same entry again
      return this.lose();
    }
  }

  unlessLost(waiting) {
    return new Promise((resolve, reject) => {
      this.hanging.add(reject);
      waiting.then(resolve, reject).finally(() => this.hanging.delete(reject));
    });
  }

  // No disk holds it: the browser does, until it is closed.
  remember() {
    if (this.disk) return;
    try {
      localStorage.setItem(PLACE, JSON.stringify(this.copy));
    } catch {
      // the page still has it
    }
  }

  async takeSpared() {
    const spared = JSON.parse(localStorage.getItem(PLACE));
    if (!spared) return;
    Object.assign(this, { copy: spared, spare: Math.max(SPARE, ...spared.box.map(({ number }) => number)) });
    for (const [name, number] of spared.gone) await this.write([name], (store) => store.delete(number));
    for (const { number: _, ...entry } of spared.box) await this.write(["box"], (box) => box.add(entry)).catch(() => null); // it has it
    for (const entry of spared.refused) await this.write(["refused"], (refused) => refused.put(entry));
    for (const name in spared.desk) await this.keep(name, spared.desk[name]);
    if (this.disk) localStorage.removeItem(PLACE);
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
