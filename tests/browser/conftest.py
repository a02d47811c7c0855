"""A real Chromium, and pages served to it over a real socket."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, ViewportSize, expect, sync_playwright
from redis import Redis
from werkzeug.serving import ThreadedWSGIServer

from agent_ui.app import create_app
from campaigns.house import House
from campaigns.store.session import Database
from config import Settings
from tests.browser.seat import Seat
from tests.given_centre import Centre, from_now_on
from tests.given_house import given_monday
from tests.given_live import running
from workers.embedded.ports import free_port

QUIET = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
# What passes is not sent here: it would take longer than the looking.
LOOK = """async (rules) => {
  const asked = rules.length ? { runOnly: rules } : {};
  const { violations } = await axe.run({ resultTypes: ["violations"], ...asked });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
}"""
PATIENCE = 90_000  # milliseconds; a loaded machine takes its time
expect.set_options(timeout=PATIENCE)
PC: ViewportSize = {"width": 1366, "height": 657}  # what a 1366 by 768 screen leaves inside the browser


@pytest.fixture(scope="module")  # its event loop would be in the way of other tests that run one
def chromium() -> Iterator[Browser]:
    """The machine's Chromium, else the one that Playwright has installed."""
    with sync_playwright() as playwright:
        playwright.selectors.set_test_id_attribute("data-test")
        browser = launched(playwright)
        yield browser
        browser.close()


def launched(playwright: Playwright) -> Browser:
    """Start Chromium. A machine without one skips the browser tests loudly; where CI is set, they fail."""
    own = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    try:
        return playwright.chromium.launch(executable_path=own, args=list(QUIET))
    except Error:
        if own or os.environ.get("CI"):
            raise
        pytest.skip("NOT TESTED IN A BROWSER: there is no chromium here; `make setup` installs it.")


@pytest.fixture
def language() -> str:
    """The language of a walk that is the same in each: Urdu, from right to left and in words of our own.

    English pages stand in test_desk, test_every_list_page and wherever no language is asked for; Hindi in test_languages.
    To see a walk in another one: RAABTA_LANGUAGE=en.
    """
    return os.environ.get("RAABTA_LANGUAGE", "ur")


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser that knows nobody yet; a mistake in a page's script fails the test."""
    context = chromium.new_context(viewport=PC)
    context.set_default_timeout(PATIENCE)
    mistakes: list[str] = []
    context.on("weberror", lambda error: mistakes.append(str(error.error)))
    yield context
    context.close()
    assert mistakes == []


@pytest.fixture
def serve() -> Iterator[Callable[[Flask, int], None]]:
    """Serves an app on a port of this machine until the test ends; then its last requests end, and then its house closes."""
    with ExitStack() as stop:

        def begin(app: Flask, port: int) -> None:
            server = ThreadedWSGIServer("127.0.0.1", port, app)
            server.daemon_threads = False  # closing it waits for its last requests: they still hold connections
            stop.callback(app.extensions["house"].close)
            stop.callback(server.server_close)
            thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
            thread.start()
            stop.callback(thread.join)
            stop.callback(server.shutdown)

        yield begin


@pytest.fixture
def pages_of(serve: Callable[[Flask, int], None]) -> Callable[[House], str]:
    """Serves the pages of a house, and tells where they are; nothing streams, so pages ask by themselves."""

    def opened(house: House) -> str:
        port = free_port()
        serve(create_app(house.settings, built=house), port)
        return f"http://127.0.0.1:{port}"

    return opened


@pytest.fixture
def monday(db: Database, redis: Redis, database_url: str, redis_url: str) -> House:
    """A house in which it is Monday morning."""
    return given_monday(db, redis, Settings(database_url=database_url, redis_url=redis_url, secret_key="k" * 40))


@pytest.fixture
def open_centre(
    db: Database, redis: Redis, database_url: str, redis_url: str, serve: Callable[[Flask, int], None]
) -> Callable[..., Centre]:
    """Opens a call centre whose pages are served at its `public_base_url`; more settings may be given."""

    def opened(**more: Any) -> Centre:
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        settings = from_now_on(
            database_url, redis_url, **{"public_base_url": address, "live_base_url": address, **more}
        )
        centre = Centre(db, redis, settings)
        serve(centre.app, port)
        return centre

    return opened


@pytest.fixture
def seat(open_centre: Callable[..., Centre], context: BrowserContext) -> Seat:
    """A seat at which nobody has signed in yet. Nothing streams in its house: the desk asks every five seconds."""
    centre = open_centre()
    return Seat(centre, centre.settings.public_base_url, context)


@pytest.fixture
def live_seat(open_centre: Callable[..., Centre], context: BrowserContext) -> Iterator[Seat]:
    """A seat whose desk hears at once, by the event stream, of what changes."""
    live = free_port()
    centre = open_centre(live_base_url=f"http://127.0.0.1:{live}")
    with running(centre.settings, live):
        yield Seat(centre, centre.settings.public_base_url, context)
        for page in context.pages:
            page.close()  # its stream would be waited for


def barriers(page: Page, *rules: str) -> list[str]:
    """Return what axe finds wrong on a page, as rule and element; asked for some rules, it looks at no others."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(LOOK, list(rules))
    return found


def scrolls(page: Page) -> bool:
    """Tell whether the page is taller or wider than its window."""
    return bool(
        page.evaluate(
            "() => document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth"
        )
    )


def comes_true(page: Page, holds: str) -> None:
    """Wait until an async function of the page says yes; `wait_for_function` would take its promise for one at once."""
    page.evaluate(
        f"""async (patience) => {{
          const [holds, last] = [{holds}, performance.now() + patience];
          while (!(await holds())) {{
            if (performance.now() > last) throw new Error("did not come true in time");
            await new Promise((go) => setTimeout(go, 20));
          }}
        }}""",
        PATIENCE,
    )
