// Tells a page that something changed: by the event stream, or by asking every 5 seconds where that does not work.
// live("http://…/live/desk", onChange) -> { close() }; onChange runs at once and may return a promise.
const POLL = 5000;
const SILENCE = 45000; // the server speaks at least every 20 seconds
const TRY_AGAIN = 60000;

export function live(address, onChange) {
  let source = null;
  let failures = 0;
  let poll = 0;
  let watch = 0;
  let retry = 0;
  let running = false;
  let again = false;
  let newest = 0;

  // One at a time; a change during the run is told by one more run.
  async function tell() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    do {
      again = false;
      try {
        await onChange();
      } catch (error) {
        console.warn("live_change_failed", error);
      }
    } while (again);
    running = false;
  }

  function startPolling() {
    if (!poll) {
      poll = setInterval(tell, POLL);
      tell();
    }
  }

  function stopPolling() {
    clearInterval(poll);
    poll = 0;
  }

  function drop() {
    clearTimeout(watch);
    if (source) source.close();
    source = null;
  }

  function giveUp(wait) {
    drop();
    startPolling();
    clearTimeout(retry);
    retry = setTimeout(open, wait);
  }

  function heard() {
    failures = 0;
    stopPolling();
    clearTimeout(watch);
    watch = setTimeout(() => giveUp(POLL), SILENCE);
  }

  function open() {
    drop();
    if (!window.EventSource) {
      startPolling();
      return;
    }
    source = new EventSource(address, { withCredentials: true });
    source.onopen = heard;
    source.addEventListener("alive", heard);
    source.addEventListener("changed", (event) => {
      heard();
      const revision = Number(event.data);
      if (revision > newest) {
        newest = revision;
        tell();
      }
    });
    source.addEventListener("replaced", () => {
      drop();
      startPolling();
    });
    source.onerror = () => {
      failures += 1;
      if (failures >= 2 || source.readyState === EventSource.CLOSED) giveUp(TRY_AGAIN * (0.5 + Math.random()));
    };
  }

  function close() {
    drop();
    stopPolling();
    clearTimeout(retry);
    removeEventListener("online", open);
  }

  addEventListener("online", open);
  addEventListener("pagehide", drop);
  addEventListener("pageshow", (event) => event.persisted && open());
  tell();
  open();
  return { close };
}
