"""How long a supervisor listened, whispered and joined, as the trace tells it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.floor.supervision import ENDED, Supervision, seconds_of_modes

AT = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
LISTEN, WHISPER, JOIN = Supervision


def after(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


def test_who_never_came_in_was_in_no_mode() -> None:
    assert seconds_of_modes([], until=AT) == {LISTEN: 0, WHISPER: 0, JOIN: 0}


def test_a_live_mode_lasts_until_now_and_an_ended_one_no_longer() -> None:
    moves = [("listen", AT), ("whisper", after(10)), ("listen", after(15))]
    assert seconds_of_modes(moves, until=after(20)) == {LISTEN: 15, WHISPER: 5, JOIN: 0}
    assert seconds_of_modes([*moves, (ENDED, after(17))], until=after(99)) == {LISTEN: 12, WHISPER: 5, JOIN: 0}


@given(st.lists(st.tuples(st.sampled_from(list(Supervision)), st.integers(0, 3600)), min_size=1))
def test_the_modes_add_up_to_the_whole_time(spans: list[tuple[Supervision, int]]) -> None:
    moves, at = [], 0
    for mode, seconds in spans:
        moves.append((mode.value, after(at)))
        at += seconds
    assert sum(seconds_of_modes(moves, until=after(at)).values()) == at
