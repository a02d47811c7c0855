"""What follows an outcome: ring again when and on which number, or close the case.

Defaults from the evidence in domain.md section 6: four attempts over at least three days in different day-parts and
at least three hours apart; busy again after 25 minutes; an abandoned call not before 72 hours (Ofcom); a network
failure is no attempt, and neither is a call into an outage of her area, where no phone can ring; a wrong or dead
number goes on to the person's next number.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from campaigns.rules.calling_hours import CallingRules, next_opening
from campaigns.rules.outcomes import OUTCOMES, Effect, Outcome

GAP: Final = timedelta(hours=3)
BUSY_GAP: Final = timedelta(minutes=25)
ABANDONED_GAP: Final = timedelta(hours=72)
TECHNICAL_GAP: Final = timedelta(minutes=15)
NOT_LOGGED_GAP: Final = timedelta(hours=24)
DAY_PARTS: Final = (time(10), time(14), time(17, 30))  # late morning, afternoon, evening
DIALS_PER_ATTEMPT: Final = 3  # uncounted dials may not go on for ever
SWALLOWED: Final = frozenset({Outcome.UNREACHABLE, Outcome.NO_ANSWER, Outcome.LOST})  # what an outage makes of a call
ENDS_A_NUMBER: Final = frozenset({Outcome.WRONG_NUMBER, Outcome.INVALID_NUMBER})


@dataclass(frozen=True)
class Tries:
    """What has been tried, this call included. `attempts` are those that count, on the number at `position`."""

    attempts: int
    dials: int
    position: int
    phones: int
    last_outcome: Outcome | None  # of the call before this one
    in_outage: bool = False  # this call was made into an outage of her area


@dataclass(frozen=True)
class RingAgain:
    """Ring at due_at on the number at `position`; `attempts` is the count from there on."""

    due_at: datetime
    position: int
    attempts: int
    agent_reserved: bool = False


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
        return RingAgain(_allowed(rules, now), tries.position + 1, 0)
    if OUTCOMES[outcome].effect is Effect.CLOSE:
        return CloseCase(outcome)
    attempts = tries.attempts + (1 if _counts(outcome, tries) else 0)
    if attempts >= max_attempts or tries.dials >= max_attempts * DIALS_PER_ATTEMPT:
        if more_numbers:
            return RingAgain(_next_day_part(rules, now, days=1), tries.position + 1, 0)
        return CloseCase(outcome)
    due_at = _due(outcome, tries, rules, attempts=attempts, now=now)
    return RingAgain(due_at, tries.position, attempts, outcome is Outcome.ABANDONED)


def _counts(outcome: Outcome, tries: Tries) -> bool:
    if _swallowed(outcome, tries):
        return False
    if outcome is Outcome.BUSY and tries.last_outcome is Outcome.BUSY:
        return False  # busy twice in a row is one attempt
    return OUTCOMES[outcome].counts


def _swallowed(outcome: Outcome, tries: Tries) -> bool:
    return tries.in_outage and outcome in SWALLOWED


def _due(outcome: Outcome, tries: Tries, rules: CallingRules, *, attempts: int, now: datetime) -> datetime:
    if outcome is Outcome.BUSY and tries.last_outcome is not Outcome.BUSY:
        return _allowed(rules, now + BUSY_GAP)
    if outcome is Outcome.TECHNICAL or _swallowed(outcome, tries):
        return _allowed(rules, now + TECHNICAL_GAP * 2 ** min(tries.dials, 6))
    if outcome is Outcome.ABANDONED:
        return _allowed(rules, now + ABANDONED_GAP)
    if outcome is Outcome.NOT_LOGGED:
        return _allowed(rules, now + NOT_LOGGED_GAP)
    return _next_day_part(rules, now, days=0 if attempts <= 1 else 1)


def _next_day_part(rules: CallingRules, now: datetime, *, days: int) -> datetime:
    """Return the start of the next day-part that is not the present one, `days` days on at the earliest."""
    local = now.astimezone(rules.zone)
    present = _day_part(local.time())
    earliest = now + max(GAP, timedelta(days=days) - timedelta(hours=12) if days else GAP)
    for ahead in range(days, days + 4):
        day = local.date() + timedelta(days=ahead)
        for part in DAY_PARTS:
            start = datetime.combine(day, part, rules.zone)
            if start >= earliest and part != present:
                return _allowed(rules, start)
    raise AssertionError("a day has more than one part")


def _day_part(moment: time) -> time:
    begun = [part for part in DAY_PARTS if part <= moment]
    return begun[-1] if begun else DAY_PARTS[0]


def _allowed(rules: CallingRules, moment: datetime) -> datetime:
    return next_opening(rules, now=moment) or moment
