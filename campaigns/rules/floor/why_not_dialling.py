"""Why a campaign is not dialling: facts in, one obstacle out, by the same rules that the dialler follows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.floor.besides import besides
from campaigns.rules.floor.obstacles import CALM, Obstacle


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
    unreached: int = 0  # closed after every attempt in vain
    queued: int | None = None  # of the open ones: waiting or promised; None: all of them
    due_unready: int = 0  # of those due: who speaks their language is signed in, and not ready
    unready: tuple[str, ...] = ()  # which languages
    due_owner_away: int = 0  # of those due: promised by an agent who is signed in, and not ready
    due_shut: int = 0  # of these: nobody may be called where they live now
    due_resting: int = 0  # of these: their phone, or they themselves, were rung too often or too lately
    closed_because: str | None = None  # of rules/calling/calling_hours.may_call: holiday, outside_hours or gap
    opens_at: datetime | None = None
    carrier_trouble: str | None = None  # word of the carrier's pause
    carrier_until: datetime | None = None
    agents: Mapping[AgentStatus, int] = field(default_factory=dict)  # signed-in agents by status
    ready_silent: int = 0  # ready, and their desk was not heard lately
    links_down: int = 0  # taken off the line for that, so that they count as paused
    dialling: int = 0  # calls on their way to a person, or about to leave
    not_leaving: int = 0  # calls that should have left a while ago, and no later one has left
    unanswered: int = 0  # requests for calls that the phone company should have answered, and no later one was answered
    previews: int = 0  # calls that wait for an agent to press "call now"
    lines: int | None = None  # that the phone company gives us now; None: not looked at
    lines_taken: int = 0  # by calls of everybody, and by agents' own phones
    dialler_leads: bool = True  # the process that hands out calls was seen
    starting: bool = False  # everything was started a moment ago

    @property
    def ready(self) -> int:
        """Return how many agents can take a call at this moment."""
        return self.agents.get(AgentStatus.READY, 0) - self.ready_silent

    @property
    def silent(self) -> int:
        """Return how many would be ready if their desk were heard."""
        return self.ready_silent + self.links_down


Value = int | str | tuple[str, ...] | tuple[tuple[Obstacle, int], ...] | datetime | None


@dataclass(frozen=True)
class WhyNot:
    """One obstacle with what its sentence needs. `calm`: it is in order and nobody has to act.

    `besides`: what else stands in the way, each kind once.
    """

    obstacle: Obstacle
    numbers: Mapping[str, Value]
    besides: tuple[Obstacle, ...] = ()

    @property
    def calm(self) -> bool:
        """Tell whether this is how it should be."""
        return self.obstacle in CALM


_LIMITED: Final = frozenset({"carrier_rate_limit", "carrier_concurrency_limit"})


def _on_break(facts: DiallingFacts) -> int:
    return facts.agents.get(AgentStatus.PAUSED, 0) - facts.links_down


_HOLDS: Final[Mapping[Obstacle, Callable[[DiallingFacts], int]]] = {
    Obstacle.LANGUAGE_NOT_SPOKEN: lambda facts: facts.due_unspoken,
    Obstacle.SPEAKERS_NOT_READY: lambda facts: facts.due_unready,
    Obstacle.AREAS_SHUT: lambda facts: facts.due_shut,
    Obstacle.OWNER_AWAY: lambda facts: facts.due_owner_away,
    Obstacle.PHONES_BUSY: lambda facts: facts.due_busy,
    Obstacle.PHONES_REST: lambda facts: facts.due_resting,
    Obstacle.OPTED_OUT: lambda facts: facts.due_opted_out,
}


def _holds(facts: DiallingFacts) -> dict[Obstacle, int]:
    """Return what holds back all who are due, each with how many; nothing while one of them may be called."""
    held = {obstacle: count for obstacle, how_many in _HOLDS.items() if (count := how_many(facts)) > 0}
    return held if 0 < facts.due <= sum(held.values()) else {}


def _of_those_due(obstacle: Obstacle) -> Callable[[DiallingFacts], bool]:
    return lambda facts: obstacle in _holds(facts)


def _busy(facts: DiallingFacts) -> int:
    working = (AgentStatus.ON_CALL, AgentStatus.WRAP_UP, AgentStatus.RESERVED)
    return sum(facts.agents.get(status, 0) for status in working)


def _desks_are_silent(facts: DiallingFacts) -> bool:
    """Upkeep takes a ready desk that is not heard off the line within seconds; one of many that work is no news."""
    mostly = facts.links_down > _busy(facts) + _on_break(facts)
    return facts.ready <= 0 and (facts.ready_silent > 0 or mostly)


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
    Obstacle.COUNTRY_BLOCKED: lambda facts: facts.carrier_trouble == "country_blocked",
    Obstacle.CLOCKS_APART: lambda facts: facts.carrier_trouble == "clocks_apart",
    Obstacle.CARRIER_LIMIT: lambda facts: facts.carrier_trouble in _LIMITED,
    Obstacle.CARRIER_NOT_HEARD: lambda facts: facts.carrier_trouble == "carrier_not_heard",
    Obstacle.CARRIER_DOWN: lambda facts: facts.carrier_trouble is not None,
    Obstacle.CARRIER_SILENT: lambda facts: facts.unanswered > 0,
    Obstacle.CALLS_NOT_LEAVING: lambda facts: facts.not_leaving > 0,
    Obstacle.LINES_TAKEN: lambda facts: facts.lines is not None and facts.lines_taken >= facts.lines,
    # Nobody to call now: more agents would change nothing.
    Obstacle.LAST_IN_CALLS: lambda facts: facts.due == 0 and facts.queued == 0 < facts.open_cases,
    Obstacle.WAITING_FOR_RETRY: lambda facts: facts.due == 0 and facts.queued != 0,
    Obstacle.NOBODY_SIGNED_IN: lambda facts: not any(facts.agents.values()),
    Obstacle.PREVIEW_WAITS: lambda facts: facts.previews > 0 and facts.ready == 0,
    Obstacle.DESKS_SILENT: _desks_are_silent,
    Obstacle.EVERYBODY_TALKS: lambda facts: facts.ready <= 0 and _busy(facts) > _on_break(facts),
    Obstacle.NOBODY_READY: lambda facts: facts.ready <= 0,
    Obstacle.SEVERAL_REASONS: lambda facts: len(_holds(facts)) > 1,
    **{obstacle: _of_those_due(obstacle) for obstacle in _HOLDS},
    Obstacle.DIALLER_STARTS: lambda facts: not facts.dialler_leads and facts.starting,
    Obstacle.DIALLER_AWAY: lambda facts: not (facts.dialler_leads or facts.starting),
}


def obstacles(facts: DiallingFacts) -> list[WhyNot]:
    """Return everything that stands in the way, what must go first at the top; nothing where it can dial."""
    return [_why(obstacle, facts) for obstacle, stands in _IN_THE_WAY.items() if stands(facts)]


def why_not_dialling(facts: DiallingFacts) -> WhyNot | None:
    """Return the one thing to say, or None while calls are on their way or nothing hinders the next one.

    What rings, or is about to, is no sign of life of a phone company that answers nothing, or is not heard.
    """
    silent = facts.unanswered + facts.not_leaving > 0 or facts.carrier_trouble == "carrier_not_heard"
    if (facts.dialling > 0 and not silent) or not (standing := obstacles(facts)):
        return None
    return replace(standing[0], besides=besides([why.obstacle for why in standing]))


def _why(obstacle: Obstacle, facts: DiallingFacts) -> WhyNot:
    return WhyNot(
        obstacle,
        {
            "on_break": _on_break(facts),
            "on_call": facts.agents.get(AgentStatus.ON_CALL, 0) + facts.agents.get(AgentStatus.RESERVED, 0),
            "wrap_up": facts.agents.get(AgentStatus.WRAP_UP, 0),
            "signed_in": sum(facts.agents.values()),
            "silent": facts.silent,
            "cases": facts.cases,
            "unreached": facts.unreached,
            "waiting": facts.open_cases if facts.queued is None else facts.queued,
            "in_talk": 0 if facts.queued is None else facts.open_cases - facts.queued,
            "due": facts.due,
            "opted_out": facts.due_opted_out,
            "due_unready": facts.due_unready,
            "owner_away": facts.due_owner_away,
            "busy": facts.due_busy,
            "shut": facts.due_shut,
            "resting": facts.due_resting,
            "languages": facts.unspoken,
            "unready": facts.unready,
            "held": tuple(_holds(facts).items()),
            "lines": facts.lines,
            "lines_taken": facts.lines_taken,
            "previews": facts.previews,
            "unanswered": facts.unanswered,
            "not_leaving": facts.not_leaving,
            "because": facts.carrier_trouble,
            "until": facts.carrier_until,
            "opens_at": facts.opens_at,
            "next_due": facts.next_due,
        },
    )
