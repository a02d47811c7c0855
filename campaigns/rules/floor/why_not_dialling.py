"""Why a campaign is not dialling: facts in, one obstacle out, by the same rules that the dialler follows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.campaign_states import CampaignStatus


class Obstacle(StrEnum):
    """What stands in the way; told in the order of the table below."""

    NO_LIST = "no_list"
    LIST_NOT_APPROVED = "list_not_approved"
    CAMPAIGN_NOT_APPROVED = "campaign_not_approved"
    CAMPAIGN_NOT_STARTED = "campaign_not_started"
    CAMPAIGN_PAUSED = "campaign_paused"
    CAMPAIGN_FINISHED = "campaign_finished"
    ALL_CLOSED = "all_closed"
    HOLIDAY = "holiday"
    OUTSIDE_HOURS = "outside_hours"
    CALLING_RESTS = "calling_rests"  # a gap of the day: Friday prayer, the breaking of the fast
    NO_HOURS_SET = "no_hours_set"
    CARRIER_REFUSED = "carrier_refused"  # keys: somebody must mend the settings
    CARRIER_NO_FUNDS = "carrier_no_funds"  # or an account closed for another reason
    CALLER_ID_REFUSED = "caller_id_refused"
    CLOCKS_APART = "clocks_apart"
    CARRIER_DOWN = "carrier_down"
    CARRIER_LIMIT = "carrier_limit"
    NOBODY_SIGNED_IN = "nobody_signed_in"
    NOBODY_READY = "nobody_ready"
    EVERYBODY_TALKS = "everybody_talks"
    DESKS_SILENT = "desks_silent"
    WAITING_FOR_RETRY = "waiting_for_retry"
    LANGUAGE_NOT_SPOKEN = "language_not_spoken"
    AREAS_SHUT = "areas_shut"  # outage, holiday or gap where those who are due live
    PHONES_BUSY = "phones_busy"
    PHONES_REST = "phones_rest"  # the caps and gaps of rules/calling/call_caps.py
    OPTED_OUT = "opted_out"
    PREVIEW_WAITS = "preview_waits"


CALM: Final = frozenset({Obstacle.EVERYBODY_TALKS, Obstacle.CAMPAIGN_FINISHED, Obstacle.ALL_CLOSED})


@dataclass(frozen=True)
class DiallingFacts:
    """What the dialler would see now."""

    campaign: CampaignStatus
    lists: int  # withdrawn ones left out
    lists_approved: int
    cases: int
    open_cases: int  # waiting, promised, claimed or in a call
    due: int  # waiting or promised, and due
    due_busy: int  # of these: their phone is in another call
    due_unspoken: int  # of these: nobody signed in speaks their language
    unspoken: tuple[str, ...]  # which languages
    due_opted_out: int  # of these: their number asked never to be called again
    next_due: datetime | None  # the next moment at which somebody becomes due
    due_shut: int = 0  # of these: nobody may be called where they live now
    due_resting: int = 0  # of these: their phone, or they themselves, were rung too often or too lately
    closed_because: str | None = None  # of rules/calling/calling_hours.may_call: holiday, outside_hours or gap
    opens_at: datetime | None = None
    carrier_trouble: str | None = None  # word of the carrier's pause
    carrier_until: datetime | None = None
    agents: Mapping[AgentStatus, int] = field(default_factory=dict)  # signed-in agents by status
    ready_silent: int = 0  # ready, and their desk was not heard lately
    dialling: int = 0  # calls on their way to a person
    previews: int = 0  # calls that wait for an agent to press "call now"

    @property
    def ready(self) -> int:
        """Return how many agents can take a call at this moment."""
        return self.agents.get(AgentStatus.READY, 0) - self.ready_silent


@dataclass(frozen=True)
class WhyNot:
    """One obstacle with what its sentence needs. `calm`: it is in order and nobody has to act."""

    obstacle: Obstacle
    numbers: Mapping[str, int | str | tuple[str, ...] | datetime | None]

    @property
    def calm(self) -> bool:
        """Tell whether this is how it should be."""
        return self.obstacle in CALM


_LIMITED: Final = frozenset({"carrier_rate_limit", "carrier_concurrency_limit"})


def _on_break(facts: DiallingFacts) -> int:
    return facts.agents.get(AgentStatus.PAUSED, 0)


def _held(facts: DiallingFacts) -> int:
    return facts.due_unspoken + facts.due_shut + facts.due_busy + facts.due_opted_out + facts.due_resting


def _busy(facts: DiallingFacts) -> int:
    working = (AgentStatus.ON_CALL, AgentStatus.WRAP_UP, AgentStatus.RESERVED)
    return sum(facts.agents.get(status, 0) for status in working)


_IN_THE_WAY: Final[Mapping[Obstacle, Callable[[DiallingFacts], bool]]] = {
    Obstacle.NO_LIST: lambda facts: facts.lists == 0,
    Obstacle.LIST_NOT_APPROVED: lambda facts: facts.lists_approved == 0,
    Obstacle.CAMPAIGN_NOT_APPROVED: lambda facts: facts.campaign in (CampaignStatus.DRAFT, CampaignStatus.SUBMITTED),
    Obstacle.CAMPAIGN_NOT_STARTED: lambda facts: facts.campaign is CampaignStatus.APPROVED,
    Obstacle.CAMPAIGN_PAUSED: lambda facts: facts.campaign is CampaignStatus.PAUSED,
    Obstacle.CAMPAIGN_FINISHED: lambda facts: facts.campaign in (CampaignStatus.FINISHED, CampaignStatus.ARCHIVED),
    Obstacle.ALL_CLOSED: lambda facts: facts.open_cases == 0,
    Obstacle.HOLIDAY: lambda facts: facts.closed_because == "holiday",
    Obstacle.CALLING_RESTS: lambda facts: facts.closed_because == "gap" and facts.opens_at is not None,
    Obstacle.OUTSIDE_HOURS: lambda facts: facts.closed_because == "outside_hours" and facts.opens_at is not None,
    Obstacle.NO_HOURS_SET: lambda facts: facts.closed_because is not None and facts.opens_at is None,
    Obstacle.CARRIER_REFUSED: lambda facts: facts.carrier_trouble == "carrier_keys_refused",
    Obstacle.CARRIER_NO_FUNDS: lambda facts: facts.carrier_trouble == "carrier_no_funds",
    Obstacle.CALLER_ID_REFUSED: lambda facts: facts.carrier_trouble == "caller_id_refused",
    Obstacle.CLOCKS_APART: lambda facts: facts.carrier_trouble == "clocks_apart",
    Obstacle.CARRIER_LIMIT: lambda facts: facts.carrier_trouble in _LIMITED,
    Obstacle.CARRIER_DOWN: lambda facts: facts.carrier_trouble is not None,
    Obstacle.NOBODY_SIGNED_IN: lambda facts: not any(facts.agents.values()),
    Obstacle.PREVIEW_WAITS: lambda facts: facts.previews > 0 and facts.ready == 0,
    Obstacle.DESKS_SILENT: lambda facts: facts.ready <= 0 < facts.ready_silent,
    Obstacle.EVERYBODY_TALKS: lambda facts: facts.ready <= 0 and _busy(facts) > 0 and _on_break(facts) == 0,
    Obstacle.NOBODY_READY: lambda facts: facts.ready <= 0,
    Obstacle.WAITING_FOR_RETRY: lambda facts: facts.due == 0,
    Obstacle.LANGUAGE_NOT_SPOKEN: lambda facts: 0 < facts.due <= facts.due_unspoken,
    Obstacle.AREAS_SHUT: lambda facts: facts.due_shut > 0 and facts.due <= facts.due_shut + facts.due_unspoken,
    Obstacle.PHONES_BUSY: lambda facts: facts.due_busy > 0 and facts.due <= _held(facts),
    Obstacle.PHONES_REST: lambda facts: facts.due_resting > 0 and facts.due <= _held(facts),
    Obstacle.OPTED_OUT: lambda facts: facts.due_opted_out > 0 and facts.due <= _held(facts),
}


def obstacles(facts: DiallingFacts) -> list[WhyNot]:
    """Return everything that stands in the way, what must go first at the top; nothing where it can dial."""
    return [_why(obstacle, facts) for obstacle, stands in _IN_THE_WAY.items() if stands(facts)]


def why_not_dialling(facts: DiallingFacts) -> WhyNot | None:
    """Return the one thing to say, or None while calls are on their way or nothing hinders the next one."""
    if facts.dialling > 0:
        return None
    return next(iter(obstacles(facts)), None)


def _why(obstacle: Obstacle, facts: DiallingFacts) -> WhyNot:
    return WhyNot(
        obstacle,
        {
            "on_break": _on_break(facts),
            "on_call": facts.agents.get(AgentStatus.ON_CALL, 0),
            "wrap_up": facts.agents.get(AgentStatus.WRAP_UP, 0),
            "signed_in": sum(facts.agents.values()),
            "silent": facts.ready_silent,
            "cases": facts.cases,
            "open": facts.open_cases,
            "due": facts.due,
            "opted_out": facts.due_opted_out,
            "shut": facts.due_shut,
            "resting": facts.due_resting,
            "languages": facts.unspoken,
            "previews": facts.previews,
            "because": facts.carrier_trouble,
            "until": facts.carrier_until,
            "opens_at": facts.opens_at,
            "next_due": facts.next_due,
        },
    )
