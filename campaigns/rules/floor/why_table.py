"""Everything between a campaign and its next call, line by line with its count: the sentence names the first that stands.

The same facts and the same obstacles as in why_not_dialling; nothing is decided here a second time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.floor.obstacles import Obstacle
from campaigns.rules.floor.why_not_dialling import DiallingFacts, obstacles
from campaigns.rules.pacing_fallback import Fallback


class Line(StrEnum):
    """One line of the table, in its order."""

    LISTS = "lists"
    CAMPAIGN = "campaign"
    HOURS = "hours"
    CARRIER = "carrier"
    LINES = "lines"
    READY = "ready"
    SILENT = "silent"
    ON_THE_PHONE = "on_the_phone"
    WRAP_UP = "wrap_up"
    ON_BREAK = "on_break"
    OPEN = "open"
    DUE = "due"
    LATER = "later"  # waiting for a retry or a promised moment
    IN_CALL = "in_call"  # or what came of it is being logged: with those due and later all who are open
    UNSPOKEN = "unspoken"
    UNREADY = "unready"  # due, and who speaks their language is signed in, and not ready
    SHUT = "shut"
    RESTING = "resting"
    BUSY = "busy"
    OPTED_OUT = "opted_out"
    OWNER_AWAY = "owner_away"  # a promised call waits for the agent who promised it
    USED_UP = "used_up"
    AHEAD = "ahead"  # calls ahead of free agents
    PREVIEWS = "previews"
    DIALLER = "dialler"
    DIALLING = "dialling"


# Which line an obstacle is about: where it stands, that line is marked.
OF_OBSTACLE: Final[Mapping[Obstacle, Line]] = {
    Obstacle.NO_LIST: Line.LISTS,
    Obstacle.LIST_NOT_APPROVED: Line.LISTS,
    Obstacle.CAMPAIGN_NOT_APPROVED: Line.CAMPAIGN,
    Obstacle.CAMPAIGN_NOT_STARTED: Line.CAMPAIGN,
    Obstacle.CAMPAIGN_PAUSED: Line.CAMPAIGN,
    Obstacle.CAMPAIGN_FINISHED: Line.CAMPAIGN,
    Obstacle.ALL_CLOSED: Line.OPEN,
    Obstacle.HOLIDAY: Line.HOURS,
    Obstacle.OUTSIDE_HOURS: Line.HOURS,
    Obstacle.CALLING_RESTS: Line.HOURS,
    Obstacle.NO_HOURS_SET: Line.HOURS,
    Obstacle.CARRIER_REFUSED: Line.CARRIER,
    Obstacle.CARRIER_NO_FUNDS: Line.CARRIER,
    Obstacle.CALLER_ID_REFUSED: Line.CARRIER,
    Obstacle.COUNTRY_BLOCKED: Line.CARRIER,
    Obstacle.CLOCKS_APART: Line.CARRIER,
    Obstacle.CARRIER_NOT_HEARD: Line.CARRIER,
    Obstacle.CARRIER_DOWN: Line.CARRIER,
    Obstacle.CARRIER_SILENT: Line.CARRIER,
    Obstacle.CALLS_NOT_LEAVING: Line.CARRIER,
    Obstacle.CARRIER_LIMIT: Line.CARRIER,
    Obstacle.LINES_TAKEN: Line.LINES,
    Obstacle.NOBODY_SIGNED_IN: Line.READY,
    Obstacle.NOBODY_READY: Line.READY,
    Obstacle.EVERYBODY_TALKS: Line.READY,
    Obstacle.DESKS_SILENT: Line.SILENT,
    Obstacle.LAST_IN_CALLS: Line.IN_CALL,
    Obstacle.WAITING_FOR_RETRY: Line.LATER,
    Obstacle.SEVERAL_REASONS: Line.DUE,
    Obstacle.LANGUAGE_NOT_SPOKEN: Line.UNSPOKEN,
    Obstacle.SPEAKERS_NOT_READY: Line.UNREADY,
    Obstacle.AREAS_SHUT: Line.SHUT,
    Obstacle.OWNER_AWAY: Line.OWNER_AWAY,
    Obstacle.PHONES_BUSY: Line.BUSY,
    Obstacle.PHONES_REST: Line.RESTING,
    Obstacle.OPTED_OUT: Line.OPTED_OUT,
    Obstacle.PREVIEW_WAITS: Line.PREVIEWS,
    Obstacle.DIALLER_STARTS: Line.DIALLER,
    Obstacle.DIALLER_AWAY: Line.DIALLER,
}


@dataclass(frozen=True)
class Besides:
    """What the table tells besides the dialler's own facts."""

    fallback: Fallback | None = None
    later: int = 0  # counted to the last one, and those due now as well where they are given
    due: int | None = None


@dataclass(frozen=True)
class TableLine:
    """A line: how many, until when, and whether it holds calls back at this moment."""

    line: Line
    count: int | None
    stands: bool
    until: datetime | None = None
    words: tuple[str, ...] = ()  # languages that nobody speaks
    because: str | None = None  # the carrier's trouble, the closed hours, the pace
    obstacle: Obstacle | None = None  # the first that stands there


def why_table(facts: DiallingFacts, besides: Besides) -> list[TableLine]:
    """Return every line; those that stand in the way of all calls are marked, however many there are."""
    standing: dict[Line, Obstacle] = {}
    for why in obstacles(facts):
        standing.setdefault(OF_OBSTACLE[why.obstacle], why.obstacle)
    counts = _counts(facts, besides)
    until = {Line.HOURS: facts.opens_at, Line.CARRIER: facts.carrier_until, Line.LATER: facts.next_due}
    because = {
        Line.HOURS: facts.closed_because,
        Line.CARRIER: facts.carrier_trouble or _carrier_trouble(facts),
        Line.AHEAD: besides.fallback.value if besides.fallback else None,
        Line.CAMPAIGN: facts.campaign.value,
        Line.DIALLER: None if facts.dialler_leads else "starting" if facts.starting else "not_running",
    }
    words = {Line.UNSPOKEN: facts.unspoken, Line.UNREADY: facts.unready}
    return [
        TableLine(
            line,
            counts.get(line),
            line in standing,
            until.get(line),
            words.get(line, ()),
            because.get(line),
            standing.get(line),
        )
        for line in Line
    ]


def _carrier_trouble(facts: DiallingFacts) -> str | None:
    if facts.unanswered:
        return "carrier_silent"
    return "calls_not_leaving" if facts.not_leaving else None


def _counts(facts: DiallingFacts, besides: Besides) -> dict[Line, int]:
    agents = facts.agents
    lines = {} if facts.lines is None else {Line.LINES: max(facts.lines - facts.lines_taken, 0)}
    return lines | {
        Line.LISTS: facts.lists_approved,
        Line.READY: max(facts.ready, 0),
        Line.SILENT: facts.silent,
        Line.ON_THE_PHONE: agents.get(AgentStatus.ON_CALL, 0) + agents.get(AgentStatus.RESERVED, 0),
        Line.WRAP_UP: agents.get(AgentStatus.WRAP_UP, 0),
        Line.ON_BREAK: agents.get(AgentStatus.PAUSED, 0) - facts.links_down,
        Line.OPEN: facts.open_cases,
        Line.DUE: facts.due if besides.due is None else besides.due,
        Line.LATER: besides.later,
        Line.IN_CALL: 0 if facts.queued is None else facts.open_cases - facts.queued,
        Line.UNSPOKEN: facts.due_unspoken,
        Line.UNREADY: facts.due_unready,
        Line.SHUT: facts.due_shut,
        Line.RESTING: facts.due_resting,
        Line.BUSY: facts.due_busy,
        Line.OPTED_OUT: facts.due_opted_out,
        Line.OWNER_AWAY: facts.due_owner_away,
        Line.USED_UP: facts.unreached,
        Line.PREVIEWS: facts.previews,
        Line.DIALLING: facts.dialling,
    }
