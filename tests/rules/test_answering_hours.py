"""When she most likely answers: learned from few calls with care, and from many with trust."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.calling.answering_hours import (
    LEAST_LIKELY,
    MOST_LIKELY,
    Answering,
    Level,
    Tally,
    answer_shares,
    best_opening,
    counts_as,
    times_as_likely,
)
from campaigns.rules.calling.calling_hours import SHIPPED, CallingRules, Gap, may_call
from campaigns.rules.calling.day_parts import DayPart, openings, part_of, stretch_of
from campaigns.rules.outcomes import Outcome

RULES = CallingRules(ZoneInfo("Asia/Kolkata"), (SHIPPED["IN"][0],))
MONDAY = datetime(2026, 11, 23, 11, 0, tzinfo=RULES.zone)
TALLY = st.tuples(st.integers(0, 2000), st.integers(0, 2000)).map(lambda pair: Tally(max(pair), min(pair)))
ANSWERING = st.dictionaries(st.sampled_from(Level), st.dictionaries(st.sampled_from(DayPart), TALLY))


def test_with_no_history_every_part_has_the_same_share() -> None:
    assert set(answer_shares({}).values()) == {0.5}


def test_three_calls_to_a_block_move_its_share_little_and_three_hundred_move_it_all_the_way() -> None:
    campaign = {part: Tally(1000, 200) for part in DayPart}
    few = answer_shares({Level.CAMPAIGN: campaign, Level.BLOCK: {DayPart.EVENING: Tally(3, 3)}})
    many = answer_shares({Level.CAMPAIGN: campaign, Level.BLOCK: {DayPart.EVENING: Tally(300, 180)}})
    assert 0.2 < few[DayPart.EVENING] < 0.3
    assert 0.55 < many[DayPart.EVENING] < 0.6
    assert round(few[DayPart.MORNING], 1) == 0.2, "what evenings say does not spill into mornings"


def test_her_own_answer_weighs_more_than_one_of_her_block() -> None:
    block = answer_shares({Level.BLOCK: {DayPart.EVENING: Tally(1, 1)}})[DayPart.EVENING]
    hers = answer_shares({Level.PERSON: {DayPart.EVENING: Tally(1, 1)}})[DayPart.EVENING]
    assert 0.5 < block < hers


@given(ANSWERING)
def test_a_share_lies_between_nobody_and_everybody(answering: Answering) -> None:
    assert all(0 < share < 1 for share in answer_shares(answering).values())


@given(ANSWERING, st.sampled_from(Level), st.sampled_from(DayPart))
def test_one_more_answer_never_lowers_the_share_of_its_part(answering: Answering, level: Level, part: DayPart) -> None:
    before = answering.get(level, {}).get(part, Tally())
    more = {**answering, level: {**answering.get(level, {}), part: Tally(before.calls + 1, before.answers + 1)}}
    assert answer_shares(more)[part] >= answer_shares(answering)[part]


def test_of_parts_that_answer_alike_the_next_one_is_taken_and_a_far_one_must_be_better_by_its_wait() -> None:
    offered = list(openings(RULES, earliest=MONDAY, days=3))
    evening = {Level.CAMPAIGN: {part: Tally(9000, 3000) for part in DayPart}}
    nearest = best_opening(evening, offered)
    assert nearest is not None
    assert nearest.opening == offered[0]
    assert best_opening(evening, []) is None


def test_the_reason_names_the_closest_level_that_has_seen_enough() -> None:
    offered = [opening for opening in openings(RULES, earliest=MONDAY, days=1) if opening.part is DayPart.EVENING]
    district = {DayPart.EVENING: Tally(400, 200)}
    few = best_opening({Level.DISTRICT: district, Level.BLOCK: {DayPart.EVENING: Tally(5, 5)}}, offered)
    enough = best_opening({Level.DISTRICT: district, Level.BLOCK: {DayPart.EVENING: Tally(80, 40)}}, offered)
    assert few is not None
    assert enough is not None
    assert (few.level, few.calls) == (Level.DISTRICT, 400)
    assert (enough.level, enough.calls) == (Level.BLOCK, 80)


def test_a_wrong_number_says_nothing_and_a_husband_or_a_machine_is_no_answer_of_hers() -> None:
    assert counts_as(Outcome.WRONG_NUMBER, answered=True) is None
    assert counts_as(Outcome.TECHNICAL, answered=False) is None
    assert counts_as(Outcome.NOT_AVAILABLE, answered=True) == Tally(1, 0)
    assert counts_as(Outcome.MACHINE, answered=True) == Tally(1, 0)
    assert counts_as(Outcome.COMPLETED, answered=True) == Tally(1, 1)
    assert counts_as(Outcome.NO_ANSWER, answered=False) == Tally(1, 0)


def test_a_day_has_its_parts_in_order_and_a_weekend_has_its_own() -> None:
    saturday = MONDAY + timedelta(days=5)
    assert part_of(saturday, RULES.zone) is DayPart.WEEKEND_MORNING
    parts = [opening.part for opening in openings(RULES, earliest=MONDAY, days=1)]
    assert parts == ["late_morning", "afternoon", "late_afternoon", "evening", "morning"]
    assert stretch_of(DayPart.LATE_AFTERNOON) == (time(16), time(18))
    assert stretch_of(DayPart.EVENING) == (time(18), None)


@given(minutes=st.integers(0, 14 * 24 * 60), gap=st.tuples(st.times(), st.times()))
def test_every_opening_may_be_called_in_its_part_and_they_come_in_order(minutes: int, gap: tuple[time, time]) -> None:
    gaps = (Gap(None, min(gap), max(gap), date(2000, 1, 1), None),) if gap[0] != gap[1] else ()
    rules = CallingRules(RULES.zone, RULES.rows, gaps=gaps)
    found = list(openings(rules, earliest=MONDAY + timedelta(minutes=minutes), days=4))
    assert all(may_call(rules, now=opening.at) is None for opening in found)
    assert all(part_of(opening.at, rules.zone) is opening.part for opening in found)
    assert all(one.at < two.at for one, two in pairwise(found))


def test_of_whom_nothing_is_known_is_as_likely_as_usual_to_answer() -> None:
    assert times_as_likely({}, DayPart.EVENING) == 1.0
    assert times_as_likely({Level.CAMPAIGN: {DayPart.EVENING: Tally(500, 90)}}, DayPart.EVENING) == pytest.approx(
        1.0, abs=0.1
    )


def test_whose_village_answers_more_at_this_hour_is_likelier_than_usual() -> None:
    usual = {DayPart.MORNING: Tally(500, 150), DayPart.EVENING: Tally(500, 150)}
    answering: Answering = {Level.CAMPAIGN: usual, Level.VILLAGE: {DayPart.EVENING: Tally(60, 36)}}
    assert times_as_likely(answering, DayPart.EVENING) == pytest.approx(1.8, abs=0.1)
    assert times_as_likely(answering, DayPart.MORNING) == pytest.approx(1.0, abs=0.05)


def test_who_did_not_pick_up_before_is_less_likely_to_at_any_hour() -> None:
    usual = {DayPart.EVENING: Tally(500, 150)}
    silent = {part: Tally(1, 0) for part in (DayPart.MORNING, DayPart.AFTERNOON)}
    assert times_as_likely({Level.CAMPAIGN: usual, Level.PERSON: silent}, DayPart.EVENING) == pytest.approx(
        0.6, abs=0.05
    )


@given(ANSWERING, st.sampled_from(DayPart))
def test_nobody_is_taken_to_be_certain(answering: Answering, part: DayPart) -> None:
    assert LEAST_LIKELY <= times_as_likely(answering, part) <= MOST_LIKELY
