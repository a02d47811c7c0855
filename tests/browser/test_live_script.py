"""How an open page hears of changes in a real browser: by the stream, and by asking where there is none."""

from collections.abc import Callable
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING, tell
from tests.given_centre import PASSWORD, Centre
from tests.given_live import running, until
from workers.embedded.ports import free_port

LISTEN = """async (address) => {
  window.told = 0;
  const { live } = await import("/static/live.js");
  window.listening = live(address, () => { window.told += 1; });
}"""


class Board:
    """A supervisor's open page that counts how often it is told to look again."""

    def __init__(self, centre: Centre, pages: str, stream: str, context: BrowserContext) -> None:
        self.centre, self.pages, self.context = centre, pages, context
        self.address = f"{stream}/live/floor/{centre.floor.campaign.id}"
        page = context.new_page()
        page.goto(pages + "/sign-in")
        page.fill("#sign_in", "farooq")
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/floor/**")
        page.close()

    def open(self) -> Page:
        page = self.context.new_page()
        page.clock.install()  # goes on as usual, but for who asks of it to go faster
        page.goto(self.pages + "/reports/")
        page.evaluate(LISTEN, self.address)
        return page

    def change(self) -> None:
        with self.centre.db.transaction(EVERYTHING) as session:
            tell(session, f"floor:{self.centre.floor.campaign.id}")


def told(page: Page) -> int:
    return int(page.evaluate("() => window.told"))


def is_told_again(page: Page, before: int) -> None:
    """However long it takes a loaded machine: where the stream is open, nothing else tells."""
    page.wait_for_function("(before) => window.told > before", arg=before)


def asks(page: Page, before: int) -> None:
    """Let the time between two questions pass, again and again, until it has been told without a stream."""

    def five_seconds_later() -> bool:
        page.clock.fast_forward(5_000)
        return told(page) > before

    until(five_seconds_later)


@pytest.fixture
def live_port() -> int:
    return free_port()


@pytest.fixture
def board(open_centre: Callable[..., Centre], context: BrowserContext, live_port: int) -> Board:
    stream = f"http://127.0.0.1:{live_port}"
    centre = open_centre(live_base_url=stream)
    centre.person("farooq", Role.SUPERVISOR)
    return Board(centre, centre.settings.public_base_url, stream, context)


def test_a_change_reaches_an_open_board_at_once(board: Board, live_port: int) -> None:
    with running(board.centre.settings, live_port) as live:
        page = board.open()
        until(lambda: len(live.exchange) == 1)
        is_told_again(page, 1)
        before = told(page)
        board.change()
        is_told_again(page, before)


def test_a_board_asks_by_itself_while_the_stream_is_down_and_hears_by_it_when_it_is_back(
    board: Board, live_port: int
) -> None:
    page = board.open()  # nothing streams yet
    asks(page, 2)

    def streams() -> bool:
        page.clock.fast_forward(5_000)
        return len(live.exchange) == 1

    for _ in ("it comes up", "it has died and is back"):
        with running(board.centre.settings, live_port) as live:
            until(streams)
            before = told(page)
            board.change()
            is_told_again(page, before)
        asks(page, told(page))


def test_a_browser_whose_place_was_taken_goes_on_by_asking(board: Board, live_port: int, chromium: Browser) -> None:
    with running(board.centre.settings, live_port) as live, ExitStack() as others:
        first = board.open()
        until(lambda: len(live.exchange) == 1)
        is_told_again(first, 1)
        before = told(first)
        for streams in (2, 2):  # the third of a person takes the place of her first
            context = others.enter_context(chromium.new_context())
            page = Board(board.centre, board.pages, board.address.partition("/live/")[0], context).open()
            page.wait_for_function("() => window.told > 1")
            until(lambda: len(live.exchange) == streams)  # noqa: B023 - used up at once
        is_told_again(first, before)  # it has heard that its place was taken
        asks(first, before + 1)


def test_all_pages_of_a_browser_share_one_stream_and_another_takes_over(board: Board, live_port: int) -> None:
    with running(board.centre.settings, live_port) as live:
        first = board.open()
        until(lambda: len(live.exchange) == 1)
        is_told_again(first, 1)
        others = [board.open(), board.open()]
        for page in others:
            before = told(page)
            board.change()
            is_told_again(page, before)
        assert len(live.exchange) == 1
        before = told(others[1])
        first.close()  # it held the stream
        is_told_again(others[1], before)  # whoever opens it anew is told at once
        until(lambda: len(live.exchange) == 1)
        before = told(others[1])
        board.change()
        is_told_again(others[1], before)


def test_a_closed_page_leaves_no_stream(board: Board, live_port: int) -> None:
    with running(board.centre.settings, live_port) as live:
        page = board.open()
        until(lambda: len(live.exchange) == 1)
        page.close()
        until(lambda: len(live.exchange) == 0)
