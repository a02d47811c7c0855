"""When she is rung next, and what she waits for until then."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.calling.call_caps import Hold
from campaigns.rules.calling.calling_hours import SHIPPED, CallingRules, Outage, may_call
from campaigns.rules.calling.next_call import FOR_GOOD, CaseNow, Wait, Waiting, next_call
from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.case_states import CaseStatus

RULES = CallingRules(ZoneInfo("Asia/Kolkata"), (SHIPPED["IN"][0],))
NOW = datetime(2026, 11, 23, 11, 0, tzinfo=RULES.zone)
HOUR = timedelta(hours=1)
DUE = CaseNow(
    CaseStatus.WAITING, CampaignStatus.RUNNING, NOW - HOUR, None, None, RULES, speakers_signed_in=3, speakers_ready=1
)
MOMENTS = st.integers(-3000, 9000).map(lambda minutes: NOW + timedelta(minutes=minutes))


def test_who_is_due_while_an_agent_is_ready_waits_only_for_her_turn() -> None:
    assert next_call(replace(DUE, before_her=4), now=NOW).waits == (Waiting(Wait.IN_LINE, people=4),)
    assert next_call(DUE, now=NOW).earliest == NOW


def test_where_nobody_speaks_her_language_that_is_what_she_waits_for() -> None:
    alone = replace(DUE, speakers_signed_in=0, speakers_ready=0)
    assert next_call(alone, now=NOW).waits == (Waiting(Wait.NOBODY_SPEAKS),)
    assert next_call(replace(DUE, speakers_ready=0), now=NOW).waits == (Waiting(Wait.NOBODY_READY, people=3),)


def test_a_try_planned_for_an_hour_at_which_an_outage_stands_waits_for_its_end() -> None:
    cut = replace(RULES, outages=(Outage(NOW + HOUR, NOW + 4 * HOUR),))
    told = next_call(replace(DUE, due_at=NOW + 2 * HOUR, rules=cut), now=NOW)
    assert told.waits == (
        Waiting(Wait.PLANNED, NOW + 2 * HOUR),
        Waiting(Wait.PLACE_SHUT, NOW + 4 * HOUR, "outage"),
    )
    assert told.earliest == NOW + 4 * HOUR


def test_a_phone_that_rests_and_a_carrier_that_rests_are_both_told_and_the_later_one_counts() -> None:
    held = replace(DUE, held_until=NOW + HOUR, held_because=Hold.PHONE_RESTS, carrier_until=NOW + timedelta(seconds=30))
    told = next_call(held, now=NOW)
    assert [wait.wait for wait in told.waits] == [Wait.HELD, Wait.CARRIER_RESTS]
    assert (told.waits[0].because, told.earliest) == ("phone_rests", NOW + HOUR)


def test_a_stopped_campaign_and_a_silenced_number_have_no_earliest_moment() -> None:
    told = next_call(replace(DUE, campaign=CampaignStatus.PAUSED, silenced=True), now=NOW)
    assert [wait.wait for wait in told.waits] == [Wait.SILENCED, Wait.CAMPAIGN_STOPPED]
    assert told.earliest is None


@pytest.mark.parametrize(
    ("status", "wait"),
    [
        (CaseStatus.CLOSED, Wait.CLOSED),
        (CaseStatus.CLAIMED, Wait.ABOUT_TO_BE_CALLED),
        (CaseStatus.IN_CALL, Wait.IN_CALL),
    ],
)
def test_a_case_that_is_closed_or_under_way_waits_for_nothing_else(status: CaseStatus, wait: Wait) -> None:
    assert next_call(replace(DUE, status=status, silenced=True), now=NOW).waits == (Waiting(wait),)


@given(due_at=MOMENTS, held_until=st.none() | MOMENTS, carrier_until=st.none() | MOMENTS, silenced=st.booleans())
def test_the_earliest_moment_is_within_her_hours_and_after_everything_she_waits_for(
    due_at: datetime, held_until: datetime | None, carrier_until: datetime | None, silenced: bool
) -> None:
    case = replace(
        DUE, due_at=due_at, held_until=held_until, held_because=Hold.PHONE_RESTS, carrier_until=carrier_until,
        silenced=silenced,
    )  # fmt: skip
    told = next_call(case, now=NOW)
    assert told.waits
    assert all(wait.until is None or wait.until > NOW for wait in told.waits)
    assert (told.earliest is None) == any(wait.wait in FOR_GOOD for wait in told.waits)
    if told.earliest:
        assert may_call(RULES, now=told.earliest) is None
        assert told.earliest >= max([NOW, due_at, *(moment for moment in (held_until, carrier_until) if moment)])
