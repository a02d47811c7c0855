"""An agent's desk in a real Chromium, as a bench works at it: keys only, with a watch on what is painted and kept."""

import shutil
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Browser, Error, Page, Request, sync_playwright

from workers.demo.people import DEMO_PASSWORD

PATIENCE: Final = 60_000  # milliseconds
QUIET: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
STATE: Final = "[data-test=state]"
# Measured in the page itself: from the key to the frame after the next question stands, and to the end of its writing.
WATCH: Final = """
window.bench = { interactive: null, painted: [], kept: [] };
let struck = null, began = 0;
addEventListener("keydown", (event) => {
  began = event.timeStamp;
  if (["Digit1", "Backspace"].includes(event.code)) struck = { at: event.timeStamp, forth: event.code === "Digit1" };
}, true);
new MutationObserver((changes) => {
  if (bench.interactive === null && document.querySelector("[data-test=state]")) bench.interactive = performance.now();
  if (struck === null || !changes.some(({ target }) => target.dataset?.desk === "middle")) return;
  const { at, forth } = struck;
  struck = null;
  requestAnimationFrame(() => {
    const after = new MessageChannel();
    after.port1.onmessage = () => {
      if (forth) bench.painted.push(performance.now() - at);
      console.info("bench: painted");
    };
    after.port2.postMessage(0);
  });
}).observe(document, { subtree: true, childList: true });
const add = IDBObjectStore.prototype.add;
IDBObjectStore.prototype.add = function (...entry) {
  const from = began;
  this.transaction.addEventListener("complete", () => bench.kept.push(performance.now() - from));
  return add.apply(this, entry);
};
"""


class BrowserMissingError(Exception):
    """No Chromium can be started; the message says how to get one."""


@dataclass(frozen=True)
class Desk:
    """One agent's desk."""

    page: Page
    address: str
    loaded: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Note what is loaded; the stream of news never ends."""
        self.page.on("requestfinished", lambda request: self.loaded.append(request))

    def bytes(self) -> int:
        """Return how many bytes of content have come since it was asked last, as they were sent: packed."""
        come = [request.sizes()["responseBodySize"] for request in self.loaded if "/live/" not in request.url]
        self.loaded.clear()
        return sum(size for size in come if size > 0)  # from a cache they count less than nothing

    def sign_in(self, name: str, language: str) -> None:
        """Come in and open the desk, without sound."""
        page = self.page
        page.goto(f"{self.address}/sign-in")
        page.locator(f".choice button[lang={language}]").click()
        page.locator(f"html[lang={language}]").wait_for()
        page.fill("#sign_in", name)
        page.fill("#password", DEMO_PASSWORD)
        page.keyboard.press("Enter")
        page.locator("input[name=leg][value=none]").check()
        page.locator("[data-test=open]").click()
        self.is_in("paused")

    def open(self) -> float:
        """Load the desk; return after how many seconds it could be worked at."""
        self.page.goto(f"{self.address}/desk/", wait_until="commit", timeout=PATIENCE)
        self.page.wait_for_function("() => bench.interactive !== null", timeout=PATIENCE)
        return round(float(self.page.evaluate("() => bench.interactive")) / 1000, 2)

    def is_kept(self) -> None:
        """Wait until this computer keeps the page and its files."""
        self.page.evaluate(KEPT)

    def is_in(self, status: str) -> None:
        """Wait until the desk is in a status."""
        self.page.locator(f"{STATE}[data-status={status}]").wait_for(timeout=PATIENCE)

    def is_saved(self) -> None:
        """Wait until nothing of what was given is on its way."""
        self.page.locator("[data-desk=saved-dot].dot:not(.dot-warn)").wait_for(timeout=PATIENCE)

    def talk(self) -> None:
        """Go ready if need be, and wait for somebody to be on the line."""
        if self.page.locator(f"{STATE}[data-status=paused]").count():
            self.page.keyboard.press("Enter")
        self.is_in("on_call")

    def answer_everything(self) -> int:
        """Answer the script to its end, the first answer each time; return how many questions there were."""
        answered = 0
        while self.page.locator("[data-test=question] [data-test=end-call]").count() == 0:
            self.answer()
            answered += 1
        self.is_saved()  # nobody talks so fast that her answers wait for each other
        return answered

    def answer(self) -> None:
        """Give the first answer to the question on the screen, and wait for the next one."""
        here = self.page.locator("[data-test=question]")
        step = here.get_attribute("data-step")
        if here.locator("input[type=radio][name=answer]").count():
            self.page.keyboard.press("1")
        elif here.locator("input[type=checkbox]").count():
            self.page.keyboard.press("1")
            self.page.keyboard.press("Enter")
        else:
            here.locator("#written").fill("2026-11-02" if here.locator("[data-test=meant]").count() else "1")
            self.page.keyboard.press("Enter")
        self.page.locator(f"[data-test=question]:not([data-step={step}])").wait_for()

    def log(self) -> None:
        """End the talk and save what the answers suggest."""
        self.page.keyboard.press("F8")
        self.is_in("wrap_up")
        self.page.keyboard.press("Enter")
        self.page.locator(f"{STATE}:not([data-status=wrap_up])").wait_for(timeout=PATIENCE)

    def answer_again_and_again(self, times: int, *, slowed: int) -> dict[str, Any]:
        """Answer the first question, go back and answer again; return how long the page took, in milliseconds.

        The page says itself when it has painted: to ask it would take its time, four times over where it is slowed.
        """
        slowing = self.page.context.new_cdp_session(self.page)
        slowing.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
        self.page.evaluate("() => Object.assign(bench, { painted: [], kept: [] })")
        for key in ("1", "Backspace") * times:
            with self.page.expect_console_message(lambda said: said.text == "bench: painted"):
                self.page.keyboard.press(key)
        found = self.page.evaluate("() => bench")
        slowing.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        return {"painted": milliseconds(found["painted"]), "on_disk": milliseconds(found["kept"])}


KEPT: Final = """async () => {
  await navigator.serviceWorker.ready;
  const keys = async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url);
  const isKept = async () => (await keys("raabta.shell")).length && (await keys("raabta.files")).some((url) => url.includes("code.js"));
  while (!navigator.serviceWorker.controller || !(await isKept())) await new Promise((done) => setTimeout(done, 100));
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the machine's Chromium, else the one that Playwright has installed.

    Raises:
        BrowserMissingError: there is neither.
    """
    own = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=own, args=list(QUIET))
        except Error as missing:
            raise BrowserMissingError("There is no Chromium here: run playwright install chromium.") from missing
        yield browser
        browser.close()


@contextmanager
def desk_in(browser: Browser, address: str, *, like: Page | None = None) -> Iterator[Desk]:
    """Open a browser window of its own, with an empty cache; `like`: signed in as another is."""
    state = like.context.storage_state() if like else None
    context = browser.new_context(viewport={"width": 1366, "height": 657}, storage_state=state)
    context.set_default_timeout(PATIENCE)
    context.add_init_script(WATCH)
    yield Desk(context.new_page(), address)
    context.close()


def milliseconds(measured: list[float]) -> dict[str, float]:
    """Return median and 95th percentile."""
    ordered = sorted(measured)
    p95 = ordered[max(round(len(ordered) * 0.95) - 1, 0)]
    return {"p50_ms": round(statistics.median(ordered), 1), "p95_ms": round(p95, 1), "number": len(ordered)}
