"""What a rehearsal assumes agrees with its sources, and gives way to the campaign's own calls slowly and surely."""

from math import log

import pytest

from campaigns.rules.outcomes import Outcome
from campaigns.rules.rehearsal.assumptions import KINDS, TALKS, Assumptions
from campaigns.rules.rehearsal.calibration import CallsSeen, Lasted, calibrated, drawn
from campaigns.rules.rehearsal.luck import Luck

ASSUMED = Assumptions()


def seen(calls: int, answers: int, **more: object) -> CallsSeen:
    return CallsSeen(by_dial={1: (calls, answers)}, by_hour={11: (calls, answers)}, **more)


def test_half_answer_the_first_call_and_three_quarters_one_of_three() -> None:
    missed = 1.0
    shares = []
    for dial in (1, 2, 3):
        missed *= 1 - ASSUMED.answered_at(dial)
        shares.append(1 - missed)
    assert shares[0] == pytest.approx(0.50, abs=0.02)
    assert shares[2] == pytest.approx(0.76, abs=0.02)


def test_shares_add_up_and_talks_are_as_long_as_the_pacing_measurements_took_them() -> None:
    assert sum(kind.share for kind in KINDS) == pytest.approx(1)
    assert sum(TALKS.values()) == pytest.approx(1)
    done = TALKS[Outcome.COMPLETED]
    assert done * ASSUMED.interview.mean + (1 - done) * ASSUMED.other_talk.mean == pytest.approx(150, rel=0.05)


def test_ten_calls_do_not_swing_what_is_assumed() -> None:
    for answers in (0, 10):
        known = calibrated(ASSUMED, seen(10, answers))
        assert known.answered_at(1) == pytest.approx(ASSUMED.answered_at(1), rel=0.06)
        assert known.measured.answers == 10


def test_thousands_of_calls_outweigh_it() -> None:
    assert calibrated(ASSUMED, seen(10_000, 2_500)).answered_at(1) == pytest.approx(0.25, abs=0.01)


def test_an_hour_is_judged_beside_all_hours() -> None:
    hours = {10: (2_000, 1_000), 15: (2_000, 500)}
    known = calibrated(ASSUMED, CallsSeen(by_dial={1: (4_000, 1_500)}, by_hour=hours))
    assert known.by_hour[10] / known.by_hour[15] == pytest.approx(2, rel=0.1)


def test_what_comes_of_talks_follows_what_was_logged() -> None:
    known = calibrated(ASSUMED, seen(0, 0, talks={Outcome.REFUSED: 900, Outcome.COMPLETED: 100}))
    assert known.talks[Outcome.REFUSED] == pytest.approx(0.83, abs=0.01)
    assert sum(known.talks.values()) == pytest.approx(1)


def test_durations_move_towards_those_measured() -> None:
    short = Lasted(5_000, log(60.0), 0.25)
    known = calibrated(ASSUMED, seen(0, 0, interview=short))
    assert 60 < known.interview.mean < 75
    assert known.wrap_up.mean == pytest.approx(ASSUMED.wrap_up.mean)


def test_dead_numbers_are_counted_among_first_calls() -> None:
    known = calibrated(
        ASSUMED, seen(2_000, 900, dead=600, misses={Outcome.INVALID_NUMBER: 600, Outcome.NO_ANSWER: 500})
    )
    share = {kind.name: kind.share for kind in known.kinds}
    assert share["dead"] == pytest.approx(0.23, abs=0.03)
    assert sum(share.values()) == pytest.approx(1)


def test_what_may_be_true_as_well_is_wide_at_first_and_narrow_after_many_calls() -> None:
    def spread(known: Assumptions) -> float:
        levels = sorted(drawn(known, Luck(1, run)).level for run in range(200))
        return levels[180] - levels[20]

    assert spread(calibrated(ASSUMED, seen(20_000, 10_000))) < 0.2 * spread(ASSUMED)
