"""A process that stays looks for rubbish seldom, and still finds it."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from campaigns.seldom_collecting import NEW_OBJECTS, collect_seldom


class Round:
    """Something that holds itself, and so goes only when it is looked for."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    usual = gc.get_threshold()
    yield
    gc.set_threshold(*usual)
    gc.unfreeze()


def test_what_a_request_leaves_is_not_looked_for_until_it_is_much_and_then_is_found() -> None:
    gc.collect()
    collect_seldom()
    lost = weakref.ref(Round())
    held: list[list[int]] = [[] for _ in range(NEW_OBJECTS // 2)]
    assert lost() is not None
    held += [[] for _ in range(NEW_OBJECTS)]
    assert lost() is None
