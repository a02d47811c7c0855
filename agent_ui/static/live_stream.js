// One event stream: reports each word of the server, and says when it is lost; it tries again by itself.
const SILENCE = 45000; // the server speaks at least every 20 seconds
const SOON = 5000;
const TRY_AGAIN = 60000;

export class LiveStream {
  // told: heard(), changed(revision, topic), lost(), replaced()
  constructor(told) {
    Object.assign(this, { told, address: "", source: null, failures: 0, watch: 0, retry: 0 });
    this.reopen = () => this.address && this.open(this.address);
    addEventListener("online", this.reopen);
  }

  open(address) {
    this.drop();
    this.address = address;
    if (!window.EventSource) return this.told.lost();
    const source = new EventSource(address, { withCredentials: true });
    this.source = source;
    source.onopen = () => this.heard();
    source.addEventListener("alive", () => this.heard());
    source.addEventListener("changed", (event) => {
      this.heard();
      const [revision, topic] = event.data.split(" ");
      this.told.changed(Number(revision), topic);
    });
    source.addEventListener("replaced", () => {
      this.drop();
      this.told.replaced();
    });
    source.onerror = () => {
      this.failures += 1;
      if (this.failures >= 2 || source.readyState === EventSource.CLOSED) this.giveUp(TRY_AGAIN * (0.5 + Math.random()));
    };
  }

  heard() {
    this.failures = 0;
    clearTimeout(this.watch);
    this.watch = setTimeout(() => this.giveUp(SOON), SILENCE);
    this.told.heard();
  }

  giveUp(wait) {
    this.drop();
    this.told.lost();
    this.retry = setTimeout(this.reopen, wait);
  }

  drop() {
    clearTimeout(this.watch);
    clearTimeout(this.retry);
    this.source?.close();
    this.source = null;
  }

  close() {
    this.drop();
    removeEventListener("online", this.reopen);
  }
}
