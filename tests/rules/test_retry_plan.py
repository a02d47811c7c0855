"""What follows each outcome: again when and where, or the end."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.calling.answering_hours import Answering, Level, Tally
from campaigns.rules.calling.calling_hours import SHIPPED, CallingRules, Gap, HoursRow, Outage, may_call, next_opening
from campaigns.rules.calling.day_parts import WORKDAY, DayPart, part_of
from campaigns.rules.calling.retry_plan import FIXED_SLOTS, Because, CloseCase, RingAgain, Tries, after_outcome
from campaigns.rules.calling.why_closed import Closing, why_closed
from campaigns.rules.outcomes import OUTCOMES, Effect, Outcome

RULES = CallingRules(ZoneInfo("Asia/Kolkata"), (SHIPPED["IN"][0],))
NOW = datetime(2026, 11, 23, 11, 0, tzinfo=RULES.zone)
FIRST = Tries(attempts=0, dials=1, position=0, phones=1, last_outcome=None)
TALLIES = st.dictionaries(
    st.sampled_from(DayPart),
    st.tuples(st.integers(0, 500), st.integers(0, 500)).map(lambda pair: Tally(max(pair), min(pair))),
)
ZONES = st.sampled_from(
    ["Asia/Kolkata", "Asia/Karachi", "Asia/Kathmandu", "Europe/London", "America/St_Johns", "Pacific/Apia", "UTC"]
)
TIMES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
ANYWHERE = st.builds(
    lambda zone, hours, closed, gap: CallingRules(
        ZoneInfo(zone),
        (HoursRow(None, min(hours), max(hours), date(2000, 1, 1), None),),
        frozenset(NOW.date() + timedelta(days=day) for day in closed),
        (Gap(None, min(gap), max(gap), date(2000, 1, 1), None),) if gap[0] != gap[1] else (),
    ),
    ZONES,
    st.tuples(TIMES, TIMES),
    st.sets(st.integers(0, 10)),
    st.tuples(TIMES, TIMES),
)
RETRIED = [outcome for outcome, rule in OUTCOMES.items() if rule.effect is Effect.RETRY]


def after(outcome: Outcome, tries: Tries = FIRST, *, now: datetime = NOW) -> RingAgain | CloseCase:
    return after_outcome(outcome, tries, RULES, max_attempts=4, now=now)


def test_busy_is_rung_again_within_the_half_hour_and_the_second_busy_is_not_counted() -> None:
    first = after(Outcome.BUSY)
    assert isinstance(first, RingAgain)
    assert (first.due_at, first.attempts) == (NOW + timedelta(minutes=25), 1)
    second = after(Outcome.BUSY, Tries(1, 2, 0, 1, Outcome.BUSY))
    assert isinstance(second, RingAgain)
    assert second.attempts == 1
    assert second.due_at >= NOW + timedelta(hours=3)


def test_no_answer_is_tried_in_another_part_of_the_day_and_later_on_another_day() -> None:
    again = after(Outcome.NO_ANSWER)
    assert isinstance(again, RingAgain)
    assert again.due_at == NOW.replace(hour=14)
    later = after(Outcome.NO_ANSWER, Tries(1, 2, 0, 1, Outcome.NO_ANSWER), now=again.due_at)
    assert isinstance(later, RingAgain)
    assert later.due_at.date() > NOW.date()


def test_four_attempts_take_at_least_three_days() -> None:
    now, tries = NOW, 0
    while isinstance(plan := after(Outcome.NO_ANSWER, Tries(tries, tries + 1, 0, 1, None), now=now), RingAgain):
        now, tries = plan.due_at, plan.attempts
    assert tries == 3
    assert (now.date() - NOW.date()).days >= 2
    assert plan == CloseCase(Outcome.NO_ANSWER)


@pytest.mark.parametrize("hour", [9, 12, 15, 18])
def test_four_attempts_are_a_late_morning_an_afternoon_an_evening_and_a_weekend_day(hour: int) -> None:
    now, rang, slots = NOW.replace(hour=hour, minute=30), tuple[datetime, ...](), []
    while isinstance(
        plan := after(Outcome.NO_ANSWER, replace(FIRST, attempts=len(rang), rang_at=rang), now=now), RingAgain
    ):
        assert plan.due_at - now >= timedelta(hours=3)
        rang, now = (*rang, now), plan.due_at
        slots.append(part_of(now, RULES.zone))
    slots.append(part_of(NOW.replace(hour=hour, minute=30), RULES.zone))
    assert {FIXED_SLOTS[slot] for slot in slots} == set(FIXED_SLOTS.values())
    assert (now.date() - NOW.date()).days >= 2


def test_where_evenings_answer_best_the_next_try_is_in_the_evening_and_says_why() -> None:
    here = {part: Tally(300, 60) for part in WORKDAY} | {DayPart.EVENING: Tally(300, 150)}
    plan = after(Outcome.NO_ANSWER, replace(FIRST, answering={Level.CAMPAIGN: here, Level.BLOCK: here}))
    assert isinstance(plan, RingAgain)
    assert plan.chosen is not None
    assert plan.due_at == NOW.replace(hour=18)
    assert (plan.because, plan.chosen.level, plan.chosen.calls) == (Because.LEARNED_PART, Level.BLOCK, 300)
    assert plan.chosen.share > 0.4 > 0.3 > plan.chosen.usual


def test_the_part_just_tried_is_not_tried_again_though_it_answers_best() -> None:
    evening = NOW.replace(hour=19)
    here = {part: Tally(300, 60) for part in WORKDAY} | {DayPart.EVENING: Tally(300, 200)}
    plan = after(Outcome.NO_ANSWER, replace(FIRST, answering={Level.BLOCK: here}), now=evening)
    assert isinstance(plan, RingAgain)
    assert part_of(plan.due_at, RULES.zone) is not DayPart.EVENING


def test_without_any_history_learned_hours_are_the_next_part_of_the_day() -> None:
    plan = after(Outcome.NO_ANSWER, replace(FIRST, answering={}))
    assert isinstance(plan, RingAgain)
    assert (plan.due_at, plan.because) == (NOW.replace(hour=14), Because.OTHER_PART)


def test_an_abandoned_person_is_left_alone_for_72_hours_and_then_has_an_agent_waiting() -> None:
    plan = after(Outcome.ABANDONED)
    assert isinstance(plan, RingAgain)
    assert plan.due_at >= NOW + timedelta(hours=72)
    assert plan.agent_reserved


def test_a_failure_of_the_network_is_no_attempt_but_does_not_go_on_for_ever() -> None:
    plan = after(Outcome.TECHNICAL)
    assert isinstance(plan, RingAgain)
    assert plan.attempts == 0
    assert isinstance(after(Outcome.TECHNICAL, Tries(0, 12, 0, 1, None)), CloseCase)


@pytest.mark.parametrize("outcome", [Outcome.WRONG_NUMBER, Outcome.INVALID_NUMBER])
def test_a_dead_number_goes_on_to_the_next_one_and_ends_with_the_last(outcome: Outcome) -> None:
    assert after(outcome, Tries(0, 1, 0, 2, None)) == RingAgain(NOW, 1, 0, because=Because.NEXT_NUMBER)
    assert after(outcome, Tries(0, 2, 1, 2, None)) == CloseCase(outcome)


def test_a_number_tried_often_enough_gives_way_to_the_next() -> None:
    plan = after(Outcome.NO_ANSWER, Tries(3, 4, 0, 2, None))
    assert isinstance(plan, RingAgain)
    assert (plan.position, plan.attempts) == (1, 0)
    assert plan.due_at.date() > NOW.date(), "the first number has rung often enough today"


@pytest.mark.parametrize("outcome", [Outcome.COMPLETED, Outcome.REFUSED, Outcome.DIED, Outcome.OPT_OUT])
def test_what_ends_a_case_ends_it(outcome: Outcome) -> None:
    assert after(outcome) == CloseCase(outcome)


@given(
    outcome=st.sampled_from(RETRIED),
    attempts=st.integers(0, 4),
    dials=st.integers(1, 13),
    minutes=st.integers(0, 7 * 24 * 60),
    last=st.sampled_from([None, *RETRIED]),
    rang=st.lists(st.integers(0, 7 * 24 * 60), max_size=4),
    answering=st.none() | TALLIES.map(lambda tallies: {Level.BLOCK: tallies}),
    rules=ANYWHERE,
)
def test_nobody_is_rung_again_outside_the_hours_of_her_zone_or_in_the_past(
    outcome: Outcome, attempts: int, dials: int, minutes: int, last: Outcome | None,
    rang: list[int], answering: Answering | None, rules: CallingRules,
) -> None:  # fmt: skip
    now = NOW + timedelta(minutes=minutes)
    rang_at = tuple(now - timedelta(minutes=ago) for ago in rang)
    tries = Tries(attempts, dials, 0, 1, last, rang_at=rang_at, answering=answering)
    plan = after_outcome(outcome, tries, rules, max_attempts=4, now=now)
    if isinstance(plan, RingAgain):
        assert plan.due_at > now
        assert may_call(rules, now=plan.due_at) is None or next_opening(rules, now=now) is None
        assert plan.attempts <= attempts + 1
        return
    counted = attempts + OUTCOMES[outcome].counts
    why = why_closed(outcome, by_a_call=True, attempts=counted, dials=dials, max_attempts=4)
    assert why is (Closing.TRIED_OUT if counted >= 4 else Closing.DIALLED_OUT)


@pytest.mark.parametrize("outcome", [outcome for outcome, rule in OUTCOMES.items() if rule.effect is Effect.CLOSE])
def test_an_outcome_that_ends_a_case_by_itself_is_told_as_its_reason_whatever_was_tried(outcome: Outcome) -> None:
    why = why_closed(outcome, by_a_call=True, attempts=4, dials=12, max_attempts=4)
    assert why not in (Closing.TRIED_OUT, Closing.DIALLED_OUT, Closing.ASKED_AGAIN)


def test_a_call_into_an_outage_is_no_attempt_and_the_next_one_waits_for_its_end() -> None:
    cut = replace(RULES, outages=(Outage(NOW - timedelta(hours=1), NOW + timedelta(hours=5)),))
    tries = replace(FIRST, in_outage=True)
    plan = after_outcome(Outcome.UNREACHABLE, tries, cut, max_attempts=4, now=NOW)
    assert plan == RingAgain(NOW + timedelta(hours=5), 0, 0, because=Because.OUTAGE)
    busy = after_outcome(Outcome.BUSY, tries, cut, max_attempts=4, now=NOW)
    assert isinstance(busy, RingAgain)
    assert busy.attempts == 1, "somebody talked on that phone"
