"""Every (status, event) pair of every state table is decided; what has ended never moves."""

from enum import StrEnum
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules import (
    agent_states,
    call_states,
    campaign_states,
    case_states,
    do_not_call_states,
    list_states,
    referral_states,
    rehearsal_states,
)
from campaigns.rules.call_states import CallEvent, CallStatus

TABLES = [
    (call_states, call_states.CallStatus, call_states.CallEvent),
    (case_states, case_states.CaseStatus, case_states.CaseEvent),
    (agent_states, agent_states.AgentStatus, agent_states.AgentEvent),
    (campaign_states, campaign_states.CampaignStatus, campaign_states.CampaignEvent),
    (list_states, list_states.ListStatus, list_states.ListEvent),
    (do_not_call_states, do_not_call_states.FileStatus, do_not_call_states.FileEvent),
    (referral_states, referral_states.ReferralStatus, referral_states.ReferralEvent),
    (rehearsal_states, rehearsal_states.RehearsalStatus, rehearsal_states.RehearsalEvent),
]
ENDS = {
    "call_states": CallStatus.ENDED,
    "case_states": None,  # a newer list may bring a closed case back
    "agent_states": agent_states.AgentStatus.SIGNED_OUT,
    "campaign_states": campaign_states.CampaignStatus.ARCHIVED,
    "list_states": list_states.ListStatus.WITHDRAWN,
    "do_not_call_states": do_not_call_states.FileStatus.ENDED,
    "referral_states": None,  # an agent may take back, for a moment, the yes that she has logged
    "rehearsal_states": (rehearsal_states.RehearsalStatus.DONE, rehearsal_states.RehearsalStatus.REFUSED),
}
RANK = list(CallStatus)


@pytest.mark.parametrize(("table", "statuses", "events"), TABLES, ids=lambda part: getattr(part, "__name__", ""))
def test_every_pair_leads_to_a_status_or_nowhere(
    table: ModuleType, statuses: type[StrEnum], events: type[StrEnum]
) -> None:
    assert set(table.TRANSITIONS) == set(statuses)
    for status in statuses:
        for event in events:
            assert table.advance(status, event) in (None, *statuses)


@pytest.mark.parametrize(("table", "statuses", "events"), TABLES, ids=lambda part: getattr(part, "__name__", ""))
def test_every_status_can_be_reached_and_all_but_the_last_can_be_left(
    table: ModuleType, statuses: type[StrEnum], events: type[StrEnum]
) -> None:
    end = ENDS[table.__name__.split(".")[-1]]
    reached = {after for row in table.TRANSITIONS.values() for after in row.values()}
    assert set(statuses) - reached <= {next(iter(statuses))}
    ends = list(end) if isinstance(end, tuple) else [end] if end else []
    assert [status for status in statuses if not table.TRANSITIONS[status]] == ends


@given(st.lists(st.sampled_from(CallEvent)))
def test_a_call_never_goes_back_and_an_ended_one_never_moves(events: list[CallEvent]) -> None:
    status = CallStatus.INTENDED
    for event in events:
        after = call_states.advance(status, event)
        if status is CallStatus.ENDED:
            assert after is None
        if after is not None:
            assert RANK.index(after) > RANK.index(status)
            status = after
