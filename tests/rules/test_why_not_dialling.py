"""A supervisor always learns in one sentence why a campaign is not dialling."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.floor.obstacles import Obstacle
from campaigns.rules.floor.why_not_dialling import DiallingFacts, obstacles, why_not_dialling

LATER = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
DIALS = DiallingFacts(
    campaign=CampaignStatus.RUNNING,
    lists=1,
    lists_approved=1,
    cases=100,
    open_cases=60,
    due=20,
    due_busy=0,
    due_opted_out=0,
    due_unspoken=0,
    unspoken=(),
    next_due=LATER,
    agents={AgentStatus.READY: 3, AgentStatus.PAUSED: 1},
)
HINDERED: list[tuple[dict[str, Any], Obstacle]] = [
    ({"lists": 0, "lists_approved": 0}, Obstacle.NO_LIST),
    ({"lists_approved": 0}, Obstacle.LIST_NOT_APPROVED),
    ({"campaign": CampaignStatus.DRAFT}, Obstacle.CAMPAIGN_NOT_APPROVED),
    ({"campaign": CampaignStatus.SUBMITTED}, Obstacle.CAMPAIGN_NOT_APPROVED),
    ({"campaign": CampaignStatus.APPROVED}, Obstacle.CAMPAIGN_NOT_STARTED),
    ({"campaign": CampaignStatus.PAUSED}, Obstacle.CAMPAIGN_PAUSED),
    ({"campaign": CampaignStatus.FINISHED}, Obstacle.CAMPAIGN_FINISHED),
    ({"open_cases": 0, "due": 0}, Obstacle.ALL_CLOSED),
    ({"closed_because": "holiday", "opens_at": LATER}, Obstacle.HOLIDAY),
    ({"closed_because": "outside_hours", "opens_at": LATER}, Obstacle.OUTSIDE_HOURS),
    ({"closed_because": "outside_hours"}, Obstacle.NO_HOURS_SET),
    ({"carrier_trouble": "carrier_keys_refused"}, Obstacle.CARRIER_REFUSED),
    ({"carrier_trouble": "carrier_no_funds"}, Obstacle.CARRIER_NO_FUNDS),
    ({"carrier_trouble": "caller_id_refused"}, Obstacle.CALLER_ID_REFUSED),
    ({"carrier_trouble": "country_blocked"}, Obstacle.COUNTRY_BLOCKED),
    ({"carrier_trouble": "clocks_apart"}, Obstacle.CLOCKS_APART),
    ({"carrier_trouble": "carrier_not_heard", "dialling": 3}, Obstacle.CARRIER_NOT_HEARD),
    ({"carrier_trouble": "carrier_rate_limit"}, Obstacle.CARRIER_LIMIT),
    ({"carrier_trouble": "carrier_not_reached"}, Obstacle.CARRIER_DOWN),
    ({"unanswered": 2, "dialling": 3}, Obstacle.CARRIER_SILENT),
    ({"not_leaving": 4, "agents": {AgentStatus.RESERVED: 4}}, Obstacle.CALLS_NOT_LEAVING),
    ({"agents": {}}, Obstacle.NOBODY_SIGNED_IN),
    ({"agents": {AgentStatus.PAUSED: 2, AgentStatus.ON_CALL: 1}}, Obstacle.NOBODY_READY),
    ({"agents": {AgentStatus.ON_CALL: 2, AgentStatus.WRAP_UP: 1}}, Obstacle.EVERYBODY_TALKS),
    ({"agents": {AgentStatus.ON_CALL: 9, AgentStatus.PAUSED: 1}}, Obstacle.EVERYBODY_TALKS),
    ({"ready_silent": 3}, Obstacle.DESKS_SILENT),
    ({"agents": {AgentStatus.PAUSED: 3}, "links_down": 3}, Obstacle.DESKS_SILENT),
    ({"agents": {AgentStatus.PAUSED: 3}, "links_down": 1}, Obstacle.NOBODY_READY),
    ({"previews": 1, "agents": {AgentStatus.RESERVED: 1}}, Obstacle.PREVIEW_WAITS),
    ({"due": 0}, Obstacle.WAITING_FOR_RETRY),
    ({"due_unspoken": 20, "unspoken": ("doi",)}, Obstacle.LANGUAGE_NOT_SPOKEN),
    ({"closed_because": "gap", "opens_at": LATER}, Obstacle.CALLING_RESTS),
    ({"closed_because": "gap"}, Obstacle.NO_HOURS_SET),
    ({"due_shut": 20}, Obstacle.AREAS_SHUT),
    ({"due_resting": 20}, Obstacle.PHONES_REST),
    ({"due_busy": 20}, Obstacle.PHONES_BUSY),
    ({"due_opted_out": 20}, Obstacle.OPTED_OUT),
    ({"due_unready": 20, "unready": ("doi",)}, Obstacle.SPEAKERS_NOT_READY),
    ({"due_owner_away": 20}, Obstacle.OWNER_AWAY),
    ({"due_unspoken": 5, "due_shut": 15}, Obstacle.SEVERAL_REASONS),
    ({"due": 0, "queued": 0}, Obstacle.LAST_IN_CALLS),
    ({"lines": 8, "lines_taken": 8}, Obstacle.LINES_TAKEN),
    ({"dialler_leads": False}, Obstacle.DIALLER_AWAY),
    ({"dialler_leads": False, "starting": True}, Obstacle.DIALLER_STARTS),
]


def test_nothing_is_said_while_it_can_dial() -> None:
    assert why_not_dialling(DIALS) is None
    assert obstacles(DIALS) == []


@pytest.mark.parametrize(("change", "obstacle"), HINDERED)
def test_each_obstacle_is_named(change: dict[str, Any], obstacle: Obstacle) -> None:
    why = why_not_dialling(replace(DIALS, **change))
    assert why is not None
    assert why.obstacle is obstacle


def test_every_obstacle_has_a_case_above() -> None:
    assert {obstacle for _, obstacle in HINDERED} == set(Obstacle)


def test_of_several_reasons_each_is_told_with_its_count_and_none_as_if_it_were_that_of_all() -> None:
    facts = replace(DIALS, due=9, due_busy=1, due_resting=6, due_opted_out=2)
    first, *others = obstacles(facts)
    assert first.obstacle is Obstacle.SEVERAL_REASONS
    assert first.numbers["held"] == ((Obstacle.PHONES_BUSY, 1), (Obstacle.PHONES_REST, 6), (Obstacle.OPTED_OUT, 2))
    assert [why.obstacle for why in others] == [Obstacle.PHONES_BUSY, Obstacle.PHONES_REST, Obstacle.OPTED_OUT]
    assert obstacles(replace(facts, due=10)) == []


def test_nothing_is_said_while_a_phone_rings_somewhere() -> None:
    assert why_not_dialling(replace(DIALS, due=0, dialling=1)) is None


def test_what_must_be_done_first_is_told_first_and_the_rest_after_it() -> None:
    facts = replace(DIALS, campaign=CampaignStatus.PAUSED, closed_because="outside_hours", opens_at=LATER, agents={})
    told = [why.obstacle for why in obstacles(facts)]
    assert told[:2] == [Obstacle.CAMPAIGN_PAUSED, Obstacle.OUTSIDE_HOURS]
    assert Obstacle.NOBODY_SIGNED_IN in told


def test_a_floor_where_everybody_talks_worries_nobody() -> None:
    why = why_not_dialling(replace(DIALS, agents={AgentStatus.ON_CALL: 4}))
    assert why is not None
    assert why.calm
    assert why.numbers["on_call"] == 4


def test_agents_are_not_sent_for_while_nobody_is_due_or_only_the_last_people_talk() -> None:
    at_tea: dict[str, Any] = {"agents": {AgentStatus.PAUSED: 4}, "due": 0}
    assert first(**at_tea) == (Obstacle.WAITING_FOR_RETRY, (Obstacle.NOBODY_READY,))
    assert first(**at_tea | {"queued": 0}) == (Obstacle.LAST_IN_CALLS, ())
    assert first(agents={AgentStatus.ON_CALL: 4}, due=0) == (Obstacle.WAITING_FOR_RETRY, ())


def test_whoever_removes_the_first_obstacle_knows_what_stands_behind_it() -> None:
    shut = (Obstacle.AREAS_SHUT, Obstacle.PHONES_REST)
    held: dict[str, Any] = {"due_shut": 15, "due_resting": 5}
    assert first(**held, agents={AgentStatus.PAUSED: 1}) == (Obstacle.NOBODY_READY, shut)
    assert first(**held, agents={AgentStatus.ON_CALL: 1}) == (Obstacle.EVERYBODY_TALKS, shut)
    assert first(**held) == (Obstacle.SEVERAL_REASONS, ())
    assert first(agents={}, due_unspoken=20, unspoken=("ur",)) == (Obstacle.NOBODY_SIGNED_IN, ())
    away: dict[str, Any] = {"agents": {}, "carrier_trouble": "carrier_no_funds", "dialler_leads": False}
    closed: dict[str, Any] = {"closed_because": "outside_hours", "opens_at": LATER}
    others = (Obstacle.CARRIER_DOWN, Obstacle.NOBODY_READY, Obstacle.DIALLER_AWAY)
    assert first(campaign=CampaignStatus.PAUSED, **away) == (Obstacle.CAMPAIGN_PAUSED, others)
    assert first(**closed, **away) == (Obstacle.OUTSIDE_HOURS, (Obstacle.CARRIER_DOWN, Obstacle.DIALLER_AWAY))
    assert first(campaign=CampaignStatus.DRAFT, **closed, **away) == (Obstacle.CAMPAIGN_NOT_APPROVED, ())


def first(**change: Any) -> tuple[Obstacle, tuple[Obstacle, ...]]:
    why = why_not_dialling(replace(DIALS, **change))
    assert why is not None
    return why.obstacle, why.besides
