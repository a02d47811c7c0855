"""What follows each outcome: again when and where, or the end."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.calling_hours import SHIPPED, CallingRules, Outage, may_call
from campaigns.rules.outcomes import OUTCOMES, Effect, Outcome
from campaigns.rules.retry_plan import CloseCase, RingAgain, Tries, after_outcome

RULES = CallingRules(ZoneInfo("Asia/Kolkata"), (SHIPPED["IN"][0],))
NOW = datetime(2026, 11, 23, 11, 0, tzinfo=RULES.zone)
FIRST = Tries(attempts=0, dials=1, position=0, phones=1, last_outcome=None)
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
    assert after(outcome, Tries(0, 1, 0, 2, None)) == RingAgain(NOW, 1, 0)
    assert after(outcome, Tries(0, 2, 1, 2, None)) == CloseCase(outcome)


def test_a_number_tried_often_enough_gives_way_to_the_next() -> None:
    plan = after(Outcome.NO_ANSWER, Tries(3, 4, 0, 2, None))
    assert isinstance(plan, RingAgain)
    assert (plan.position, plan.attempts) == (1, 0)


@pytest.mark.parametrize("outcome", [Outcome.COMPLETED, Outcome.REFUSED, Outcome.DIED, Outcome.OPT_OUT])
def test_what_ends_a_case_ends_it(outcome: Outcome) -> None:
    assert after(outcome) == CloseCase(outcome)


@given(
    outcome=st.sampled_from(RETRIED),
    attempts=st.integers(0, 4),
    dials=st.integers(1, 13),
    minutes=st.integers(0, 7 * 24 * 60),
    last=st.sampled_from([None, *RETRIED]),
)
def test_nobody_is_rung_again_outside_the_hours_or_in_the_past(
    outcome: Outcome, attempts: int, dials: int, minutes: int, last: Outcome | None
) -> None:
    now = NOW + timedelta(minutes=minutes)
    plan = after(outcome, Tries(attempts, dials, 0, 1, last), now=now)
    if isinstance(plan, RingAgain):
        assert plan.due_at > now
        assert may_call(RULES, now=plan.due_at) is None
        assert plan.attempts <= attempts + 1


def test_a_call_into_an_outage_is_no_attempt_and_the_next_one_waits_for_its_end() -> None:
    cut = replace(RULES, outages=(Outage(NOW - timedelta(hours=1), NOW + timedelta(hours=5)),))
    tries = replace(FIRST, in_outage=True)
    plan = after_outcome(Outcome.UNREACHABLE, tries, cut, max_attempts=4, now=NOW)
    assert plan == RingAgain(NOW + timedelta(hours=5), 0, 0)
    busy = after_outcome(Outcome.BUSY, tries, cut, max_attempts=4, now=NOW)
    assert isinstance(busy, RingAgain)
    assert busy.attempts == 1, "somebody talked on that phone"
