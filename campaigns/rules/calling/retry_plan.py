"""What follows an outcome: ring again when and on which number, or close the case.

Defaults from the evidence in domain.md section 6: four attempts over at least three days in different parts of the day
(late morning, afternoon, evening, one weekend day) and at least three hours apart; busy again after 25 minutes; an
abandoned call not before 72 hours (Ofcom); a network failure is no attempt, and neither is a call into an outage of her
area, where no phone can ring; a wrong or dead number goes on to the person's next number. Where a campaign learns
answering hours, the part of the day is the one in which she most likely answers (answering_hours.py), and all else is
the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from campaigns.rules.calling.answering_hours import Answering, Chosen, best_opening
from campaigns.rules.calling.calling_hours import CallingRules, next_opening
from campaigns.rules.calling.day_parts import DayPart, Opening, openings, part_of
from campaigns.rules.calling.local_day import local_day
from campaigns.rules.outcomes import OUTCOMES, Effect, Outcome

GAP: Final = timedelta(hours=3)
BUSY_GAP: Final = timedelta(minutes=25)
ABANDONED_GAP: Final = timedelta(hours=72)
TECHNICAL_GAP: Final = timedelta(minutes=15)
NOT_LOGGED_GAP: Final = timedelta(hours=24)
FIXED_SLOTS: Final = {  # the slot of the fixed plan that a part of the day belongs to
    DayPart.MORNING: DayPart.LATE_MORNING,
    DayPart.LATE_MORNING: DayPart.LATE_MORNING,
    DayPart.AFTERNOON: DayPart.AFTERNOON,
    DayPart.LATE_AFTERNOON: DayPart.AFTERNOON,
    DayPart.EVENING: DayPart.EVENING,
    DayPart.WEEKEND_MORNING: DayPart.WEEKEND_MORNING,
    DayPart.WEEKEND_LATER: DayPart.WEEKEND_MORNING,
}
FIXED_AHEAD_DAYS: Final = 8  # a weekend lies within them
LEARNED_AHEAD_DAYS: Final = 3  # nobody waits longer for her best hour
DIALS_PER_ATTEMPT: Final = 3  # uncounted dials may not go on for ever
SWALLOWED: Final = frozenset({Outcome.UNREACHABLE, Outcome.NO_ANSWER, Outcome.LOST})  # what an outage makes of a call
AGAIN_PRIORITY: Final = 4  # before those of 5 who were never tried: else her hour is over before it is her turn
ENDS_A_NUMBER: Final = frozenset({Outcome.WRONG_NUMBER, Outcome.INVALID_NUMBER})


class Because(StrEnum):
    """By which rule somebody is rung again at the moment chosen."""

    BUSY = "busy"
    NETWORK = "network"
    OUTAGE = "outage"
    ABANDONED = "abandoned"
    NOT_LOGGED = "not_logged"
    NEXT_NUMBER = "next_number"
    OTHER_PART = "other_part"  # of the day than those tried
    LEARNED_PART = "learned_part"  # the part in which she most likely answers


@dataclass(frozen=True)
class Tries:
    """What has been tried, this call included. `attempts` are those that count, on the number at `position`."""

    attempts: int
    dials: int
    position: int
    phones: int
    last_outcome: Outcome | None  # of the call before this one
    in_outage: bool = False  # this call was made into an outage of her area
    rang_at: tuple[datetime, ...] = ()  # when the number at `position` was tried before
    answering: Answering | None = None  # what is known of her answering hour; None: the slots are fixed


@dataclass(frozen=True)
class RingAgain:
    """Ring at due_at on the number at `position`; `attempts` is the count from there on."""

    due_at: datetime
    position: int
    attempts: int
    agent_reserved: bool = False
    because: Because = Because.OTHER_PART
    chosen: Chosen | None = None  # the learned part, with the figures behind it


@dataclass(frozen=True)
class CloseCase:
    """The case ends with this outcome."""

    outcome: Outcome


def after_outcome(
    outcome: Outcome, tries: Tries, rules: CallingRules, *, max_attempts: int, now: datetime
) -> RingAgain | CloseCase:
    """Decide what follows. BOOK outcomes are the caller's: the person named the time."""
    more_numbers = tries.position + 1 < tries.phones
    if outcome in ENDS_A_NUMBER and more_numbers:
        return RingAgain(_allowed(rules, now), tries.position + 1, 0, because=Because.NEXT_NUMBER)
    if OUTCOMES[outcome].effect is Effect.CLOSE:
        return CloseCase(outcome)
    attempts = tries.attempts + (1 if _counts(outcome, tries) else 0)
    if attempts >= max_attempts or tries.dials >= max_attempts * DIALS_PER_ATTEMPT:
        if more_numbers:
            due_at = _other_part(tries, rules, days=1, now=now).at
            return RingAgain(due_at, tries.position + 1, 0, because=Because.NEXT_NUMBER)
        return CloseCase(outcome)
    if quick := _without_a_part(outcome, tries):
        because, gap = quick
        reserved = because is Because.ABANDONED
        return RingAgain(_allowed(rules, now + gap), tries.position, attempts, reserved, because)
    return _in_another_part(tries, rules, attempts=attempts, now=now)


def _counts(outcome: Outcome, tries: Tries) -> bool:
    if _swallowed(outcome, tries):
        return False
    if outcome is Outcome.BUSY and tries.last_outcome is Outcome.BUSY:
        return False  # busy twice in a row is one attempt
    return OUTCOMES[outcome].counts


def _swallowed(outcome: Outcome, tries: Tries) -> bool:
    return tries.in_outage and outcome in SWALLOWED


def _without_a_part(outcome: Outcome, tries: Tries) -> tuple[Because, timedelta] | None:
    """Return after which time she is rung again, where the part of the day does not matter."""
    if outcome is Outcome.BUSY and tries.last_outcome is not Outcome.BUSY:
        return Because.BUSY, BUSY_GAP
    if outcome is Outcome.TECHNICAL or _swallowed(outcome, tries):
        because = Because.OUTAGE if _swallowed(outcome, tries) else Because.NETWORK
        return because, TECHNICAL_GAP * 2 ** min(tries.dials, 6)
    if outcome is Outcome.ABANDONED:
        return Because.ABANDONED, ABANDONED_GAP
    return (Because.NOT_LOGGED, NOT_LOGGED_GAP) if outcome is Outcome.NOT_LOGGED else None


def _in_another_part(tries: Tries, rules: CallingRules, *, attempts: int, now: datetime) -> RingAgain:
    days = 0 if attempts <= 1 else 1
    if tries.answering is None:
        return RingAgain(_other_part(tries, rules, days=days, now=now).at, tries.position, attempts)
    offered = list(openings(rules, earliest=_earliest(rules, days=days, now=now), days=LEARNED_AHEAD_DAYS))
    tried = {part_of(moment, rules.zone) for moment in (*tries.rang_at, now)}
    chosen = best_opening(tries.answering, _untried(offered, tried, part_of(now, rules.zone)))
    if chosen is None:
        return RingAgain(_other_part(tries, rules, days=days, now=now).at, tries.position, attempts)
    because = Because.LEARNED_PART if chosen.calls else Because.OTHER_PART
    return RingAgain(chosen.opening.at, tries.position, attempts, because=because, chosen=chosen)


def _untried(offered: list[Opening], tried: Iterable[DayPart], present: DayPart) -> list[Opening]:
    """Return the openings of parts not tried yet; where all were, those of any part but the present one."""
    new = [opening for opening in offered if opening.part not in tried]
    return new or [opening for opening in offered if opening.part is not present]


def _other_part(tries: Tries, rules: CallingRules, *, days: int, now: datetime) -> Opening:
    """Return the next slot of the fixed plan that was not tried yet, `days` days on at the earliest."""
    earliest = _earliest(rules, days=days, now=now)
    tried = {FIXED_SLOTS[part_of(moment, rules.zone)] for moment in (*tries.rang_at, now)}
    present = FIXED_SLOTS[part_of(now, rules.zone)]
    other: Opening | None = None
    for opening in openings(rules, earliest=earliest, days=FIXED_AHEAD_DAYS):
        if opening.part not in FIXED_SLOTS.values():
            continue
        if opening.part not in tried:
            return opening
        if other is None and opening.part is not present:
            other = opening
    return other or Opening(present, _allowed(rules, earliest))


def _earliest(rules: CallingRules, *, days: int, now: datetime) -> datetime:
    """Return the first moment of the next attempt: hours later, and on a later day where there were attempts before."""
    if days == 0:
        return now + GAP
    midnight = local_day(rules.zone, now=now).ends
    return max(now + GAP, midnight + timedelta(days=days - 1))


def _allowed(rules: CallingRules, moment: datetime) -> datetime:
    return next_opening(rules, now=moment) or moment
