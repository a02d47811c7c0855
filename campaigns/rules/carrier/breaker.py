"""When a carrier is left alone after trouble, for how long, and the one call that tries whether it is back.

A breaker (telephony.md section 5, rows 12 to 16; Nygard, "Release It!", chapter 5): closed, calls flow; open, none
leaves and live calls go on; half-open, exactly one call tries, and all others follow only when the carrier has taken
it. Each failed try doubles the rest, so that a carrier which comes back is not met by everybody at once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class Trouble(StrEnum):
    """Why a carrier is left alone; the floor tells it in these words."""

    KEYS_REFUSED = "carrier_keys_refused"  # a person must mend it
    NO_FUNDS = "carrier_no_funds"  # or an account closed for another reason: the same
    CALLER_ID_REFUSED = "caller_id_refused"  # this one caller number; others may go on
    COUNTRY_BLOCKED = "country_blocked"  # for the campaigns of one caller number; those of other countries go on
    NOT_REACHED = "carrier_not_reached"
    RATE_LIMIT = "carrier_rate_limit"
    CONCURRENCY_LIMIT = "carrier_concurrency_limit"
    REFUSED = "carrier_refused"
    NOT_HEARD = "carrier_not_heard"  # it takes calls, and its webhooks do not come: who answers is joined to nobody
    CLOCKS_APART = "clocks_apart"  # its clock and ours: nobody may be called at a wrong hour


class BreakerState(StrEnum):
    """Whether calls may leave."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


RESTS: Final[Mapping[Trouble, timedelta]] = {
    Trouble.KEYS_REFUSED: timedelta(minutes=5),
    Trouble.NO_FUNDS: timedelta(minutes=5),
    Trouble.CALLER_ID_REFUSED: timedelta(minutes=5),
    Trouble.COUNTRY_BLOCKED: timedelta(minutes=5),
    Trouble.NOT_REACHED: timedelta(seconds=30),
    Trouble.RATE_LIMIT: timedelta(seconds=5),
    Trouble.CONCURRENCY_LIMIT: timedelta(seconds=15),
    Trouble.REFUSED: timedelta(seconds=30),
    Trouble.NOT_HEARD: timedelta(seconds=30),
    Trouble.CLOCKS_APART: timedelta(minutes=10),
}
OF_ONE_NUMBER: Final = frozenset({Trouble.CALLER_ID_REFUSED, Trouble.COUNTRY_BLOCKED})
NEEDS_A_PERSON: Final = OF_ONE_NUMBER | {
    Trouble.KEYS_REFUSED,
    Trouble.NO_FUNDS,
    Trouble.NOT_HEARD,
    Trouble.CLOCKS_APART,
}
LONGEST_REST: Final = timedelta(minutes=10)
UNCLEAR_IN_A_ROW: Final = 3  # requests without a clear answer; then the carrier is left alone
UNHEARD_IN_A_ROW: Final = 3  # calls that it took and told nothing of; likewise
HEARD_WITHIN: Final = timedelta(
    seconds=15
)  # of wall time, since it is the link that is asked; then a webhook is missed


@dataclass(frozen=True)
class Rest:
    """A carrier, or one of its numbers, is left alone from a moment to another; `trips`: so often without a success."""

    because: str
    since: datetime
    until: datetime
    trips: int


def breaker_state(rest: Rest | None, *, now: datetime) -> BreakerState:
    """Tell whether calls may leave now."""
    if rest is None:
        return BreakerState.CLOSED
    return BreakerState.OPEN if now < rest.until else BreakerState.HALF_OPEN


def tripped(rest: Rest | None, trouble: Trouble, *, now: datetime, retry_after: float | None = None) -> Rest:
    """Return the rest that follows trouble.

    Trouble while it rests is of calls that had left before: it may lengthen the rest and never shortens it.
    """
    state = breaker_state(rest, now=now)
    trips = 1 if rest is None else rest.trips + (state is BreakerState.HALF_OPEN)
    length = max(RESTS[trouble], min(LONGEST_REST, RESTS[trouble] * 2 ** min(trips - 1, 10)))
    if retry_after is not None:
        length = max(length, timedelta(seconds=retry_after))
    if rest is not None and rest.until >= now + length:
        return rest
    return Rest(trouble, now, now + length, trips)


def is_unheard(
    latest: Sequence[tuple[datetime, datetime | None]], *, number: int, last_heard: Callable[[], datetime | None]
) -> bool:
    """Tell whether a carrier's webhooks do not come.

    `latest`: of its latest calls for which that is due, the newest first, when each was sent and last told of;
    `last_heard`: returns when it last told of any call, and is asked only where it told of none of these.
    """
    if len(latest) < number or any(heard for _, heard in latest):
        return False
    told, (sent, _) = last_heard(), latest[-1]
    return told is None or told < sent


def may_leave(rest: Rest | None, *, asked_since: int, now: datetime) -> str | None:
    """Return why a call may not leave now, or None. `asked_since`: requests since the rest was over, not yet answered."""
    match breaker_state(rest, now=now):
        case BreakerState.OPEN:
            return rest.because if rest else None
        case BreakerState.HALF_OPEN:
            return "carrier_on_trial" if asked_since else None
        case BreakerState.CLOSED:
            return None
