"""Many boards that ask at one moment are drawn one picture, and none of them an old one."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event

import pytest

from agent_ui.floor.shared_parts import SharedParts
from tests.given_live import until


def test_all_who_ask_while_one_is_drawn_share_the_next_one() -> None:
    parts, drawn, go = SharedParts(), count(1), Event()

    def draw() -> str:
        number = next(drawn)
        go.wait(60)
        return f"picture {number}"

    with ThreadPoolExecutor(21) as boards:
        first = boards.submit(parts.part, "floor", draw)
        until(lambda: not parts._waiting)
        others = [boards.submit(parts.part, "floor", draw) for _ in range(20)]
        until(lambda: len(parts._waiting) == 1)
        go.set()
        assert first.result().body == b"picture 1"
        assert {other.result().body for other in others} <= {b"picture 2", b"picture 3"}
    assert next(drawn) <= 4


def test_whoever_asks_afterwards_gets_what_is_new() -> None:
    parts, drawn = SharedParts(), count(1)
    bodies = [parts.part("floor", lambda: str(next(drawn))).body for _ in range(3)]
    assert bodies == [b"1", b"2", b"3"]


def test_two_floors_do_not_share() -> None:
    parts = SharedParts()
    assert parts.part("one", lambda: "one").body != parts.part("other", lambda: "other").body


def test_only_news_changes_the_mark() -> None:
    parts = SharedParts()

    def page(at: str, seconds: int, words: str) -> str:
        return f'<div id="now" data-at="{at}"><bdi data-seconds="{seconds}">{seconds}</bdi>{words}</div>'

    first = parts.part("floor", lambda: page("11:30", 5, "on call"))
    later = parts.part("floor", lambda: page("11:31", 65, "on call"))
    news = parts.part("floor", lambda: page("11:31", 65, "ready"))
    assert first.mark == later.mark != news.mark


def test_what_breaks_for_one_breaks_for_nobody_else() -> None:
    parts = SharedParts()

    def breaks() -> str:
        raise RuntimeError("the database is away")

    with pytest.raises(RuntimeError):
        parts.part("floor", breaks)
    assert parts.part("floor", lambda: "here again").body == b"here again"
