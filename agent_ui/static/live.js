// Tells a page that something changed: by the event stream, or by asking every 5 seconds where that does not work.
// live("http://…/live/desk", onChange) -> { close() }; onChange runs at once and may return a promise.
import { SharedNews, canShare } from "./live_shared.js";
import { LiveStream } from "./live_stream.js";

const POLL = 5000;

export function live(address, onChange) {
  let poll = 0;
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

  const told = {
    heard: stopPolling,
    lost: startPolling,
    replaced: startPolling,
    changed(revision) {
      if (revision <= newest) return;
      newest = revision;
      tell();
    },
  };

  function ownStream() {
    const stream = new LiveStream(told);
    addEventListener("pagehide", () => stream.drop());
    addEventListener("pageshow", (event) => event.persisted && stream.reopen());
    stream.open(address);
    return stream;
  }

  tell();
  const news = canShare ? new SharedNews(address, told) : ownStream();
  return {
    close() {
      news.close();
      stopPolling();
    },
  };
}
