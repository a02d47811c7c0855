"""When a case is rung next at the earliest, and everything that stands before it: facts in, no clock, no guess.

The same rules in the same order as the ready queue and the last look before the dial: what keeps her from being rung
now is told with the moment at which it ends, where that is known.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from campaigns.rules.calling.call_caps import Hold
from campaigns.rules.calling.calling_hours import CallingRules, may_call, next_opening
from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.case_states import CaseStatus


class Wait(StrEnum):
    """What a case waits for."""

    CLOSED = "closed"
    IN_CALL = "in_call"
    ABOUT_TO_BE_CALLED = "about_to_be_called"
    CAMPAIGN_STOPPED = "campaign_stopped"
    SILENCED = "silenced"
    PROMISED = "promised"
    PLANNED = "planned"
    HELD = "held"
    PLACE_SHUT = "place_shut"
    CARRIER_RESTS = "carrier_rests"
    NOBODY_SPEAKS = "nobody_speaks"
    NOBODY_READY = "nobody_ready"
    IN_LINE = "in_line"


FOR_GOOD: Final = frozenset({Wait.CLOSED, Wait.SILENCED})
_UNDER_WAY: Final = {
    CaseStatus.CLOSED: Wait.CLOSED,
    CaseStatus.CLAIMED: Wait.ABOUT_TO_BE_CALLED,
    CaseStatus.IN_CALL: Wait.IN_CALL,
}


@dataclass(frozen=True)
class CaseNow:
    """What the dialler would see of a case now. `rules` are those of the place where she lives."""

    status: CaseStatus
    campaign: CampaignStatus
    due_at: datetime
    held_until: datetime | None
    held_because: Hold | None
    rules: CallingRules
    silenced: bool = False
    carrier_until: datetime | None = None
    speakers_signed_in: int = 0  # agents of the campaign who speak her language, in any status
    speakers_ready: int = 0
    before_her: int = 0  # people who are due in her line before her


@dataclass(frozen=True)
class Waiting:
    """One thing that a case waits for, and when that is over; None: nobody knows."""

    wait: Wait
    until: datetime | None = None
    because: str = ""  # which rule, where several are of one kind
    people: int = 0


@dataclass(frozen=True)
class NextCall:
    """Everything that a case waits for, and the first moment at which she may be rung; None: not known, or never."""

    waits: tuple[Waiting, ...]
    earliest: datetime | None


def next_call(case: CaseNow, *, now: datetime) -> NextCall:
    """Return what a case waits for now."""
    if under_way := _UNDER_WAY.get(case.status):
        return NextCall((Waiting(under_way),), None)
    stopped = _stopped(case)
    timed = _timed(case, now=now)
    dated = max([now, *(one.until for one in timed if one.until)])
    earliest = next_opening(case.rules, now=dated)
    if closed := may_call(case.rules, now=dated):
        timed.append(Waiting(Wait.PLACE_SHUT, earliest, closed.because))
    waits = stopped + timed or _in_line(case)
    return NextCall(tuple(waits), None if stopped else earliest)


def _stopped(case: CaseNow) -> list[Waiting]:
    """Return what only a person can change."""
    waits = [Waiting(Wait.SILENCED)] if case.silenced else []
    if case.campaign is not CampaignStatus.RUNNING:
        waits.append(Waiting(Wait.CAMPAIGN_STOPPED, because=case.campaign.value))
    return waits


def _timed(case: CaseNow, *, now: datetime) -> list[Waiting]:
    """Return what ends by itself, each with its moment."""
    waits = []
    if case.due_at > now:
        promised = case.status is CaseStatus.CALLBACK
        waits.append(Waiting(Wait.PROMISED if promised else Wait.PLANNED, case.due_at))
    if case.held_until and case.held_until > now:
        waits.append(Waiting(Wait.HELD, case.held_until, case.held_because or ""))
    if case.carrier_until and case.carrier_until > now:
        waits.append(Waiting(Wait.CARRIER_RESTS, case.carrier_until))
    return waits


def _in_line(case: CaseNow) -> list[Waiting]:
    """She may be rung at this moment: what she waits for is an agent, or her turn."""
    if case.speakers_signed_in == 0:
        return [Waiting(Wait.NOBODY_SPEAKS)]
    if case.speakers_ready == 0:
        return [Waiting(Wait.NOBODY_READY, people=case.speakers_signed_in)]
    return [Waiting(Wait.IN_LINE, people=case.before_her)]
