"""What follows when a carrier refuses, slows down or answers nonsense; shared by every use case that asks it."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from campaigns.rules.carrier.breaker import (
    NEEDS_A_PERSON,
    OF_ONE_NUMBER,
    UNCLEAR_IN_A_ROW,
    Trouble,
    may_leave,
    tripped,
)
from campaigns.rules.carrier.limits import LOWERS, Strain, lines_now, slowed
from campaigns.store.calls.calls import latest_are_unknown
from campaigns.store.calls.carrier_hearing import calls_sent_since
from campaigns.store.calls.carriers import (
    WHOLE_ACCOUNT,
    Standing,
    calls_asked_since,
    carrier_rest,
    carrier_rests,
    carrier_slowdown,
    lock_carrier,
    save_carrier_rest,
    save_slowdown,
    standing_at,
    tell_ready_agents,
)
from campaigns.store.session import Session, tell
from campaigns.store.tables import Call
from campaigns.telephony.failures import (
    AuthFailed,
    CallerIdRefused,
    ConcurrencyLimited,
    NoFunds,
    NotSent,
    PolicyBlocked,
    RateLimited,
    TelephonyError,
)

log = logging.getLogger(__name__)
LEAVE_AT_ONCE: Final = 64  # calls; all workers of a large floor together send no more at one moment
TROUBLES: Final[dict[type[TelephonyError], Trouble]] = {
    AuthFailed: Trouble.KEYS_REFUSED,
    NoFunds: Trouble.NO_FUNDS,
    CallerIdRefused: Trouble.CALLER_ID_REFUSED,
    PolicyBlocked: Trouble.COUNTRY_BLOCKED,
    NotSent: Trouble.NOT_REACHED,
    RateLimited: Trouble.RATE_LIMIT,
    ConcurrencyLimited: Trouble.CONCURRENCY_LIMIT,
}
STRAINS: Final[dict[Trouble, Strain]] = {
    Trouble.RATE_LIMIT: Strain.TOO_FAST,
    Trouble.CONCURRENCY_LIMIT: Strain.TOO_MANY,
    Trouble.NOT_REACHED: Strain.UNCLEAR,
}


@dataclass(frozen=True)
class Lines:
    """How many calls may stand at once: at the carrier, and from one caller number (None: no limit of its own)."""

    account: int
    number: int | None = None


def note_refusal(session: Session, call: Call, refusal: TelephonyError, *, at: datetime) -> tuple[Trouble, timedelta]:
    """Leave the carrier, or one caller number, alone for a while; return why and for how long."""
    trouble = TROUBLES.get(type(refusal), Trouble.REFUSED)
    if strain := STRAINS.get(trouble):
        note_strain(session, call, strain, at=at)
    return trouble, _rest(session, call, trouble, at=at, retry_after=refusal.retry_after)


def note_queueing(session: Session, call: Call, *, at: datetime) -> None:
    """The carrier took a call that it would dial later than anybody waits for."""
    note_strain(session, call, Strain.QUEUED, at=at)
    _rest(session, call, Trouble.RATE_LIMIT, at=at)


def note_no_clear_answer(session: Session, call: Call, *, at: datetime) -> None:
    """A request may or may not have placed a call; after several in a row the carrier is left alone."""
    note_strain(session, call, Strain.UNCLEAR, at=at)
    if latest_are_unknown(session, call.carrier, number=UNCLEAR_IN_A_ROW):
        _rest(session, call, Trouble.NOT_REACHED, at=at)


def note_clocks_apart(session: Session, call: Call, *, at: datetime) -> None:
    """The carrier tells of a moment that cannot be by our clock: which of the two is wrong, a person must see."""
    session.flush()
    _rest(session, call, Trouble.CLOCKS_APART, at=at)


def note_strain(session: Session, call: Call, strain: Strain, *, at: datetime) -> None:
    """Ask the carrier for less from now on."""
    measure, _ = LOWERS[strain]
    lowered = slowed(carrier_slowdown(session, call.carrier, measure), strain, now=at)
    save_slowdown(session, call.carrier, measure, lowered, strain)


def held_back_by_carrier(session: Session, call: Call, lines: Lines | None, *, now: datetime) -> str | None:
    """Return why the carrier may not be asked for a call now, or None.

    Near a limit, and while the carrier is on trial, it is held until the call is sent: one is let through after the
    other. Elsewhere calls leave side by side.
    """
    standing = standing_at(session, call.carrier, call.caller_id)
    if not _has_room(standing, lines, now=now):
        lock_carrier(session, call.carrier)
        standing = standing_at(session, call.carrier, call.caller_id)
    for rest in carrier_rests(session, call.carrier, call.caller_id, now=now) if standing.rests else ():
        unheard = rest.because == Trouble.NOT_HEARD  # that it takes a call is no answer then
        asked = (calls_sent_since if unheard else calls_asked_since)(session, call.carrier, rest.until)
        if because := may_leave(rest, asked_since=asked, now=now):
            return because
    if lines is None:
        return None
    if lines.number is not None and standing.lines_of_number >= lines.number:
        return "caller_id_full"
    return "carrier_full" if standing.lines >= lines_now(lines.account, standing.slowdown, now=now) else None


def leave_freely(session: Session, call: Call, lines: Lines | None, *, now: datetime) -> bool:
    """Tell whether calls from the same number may leave side by side, without a look at each of them."""
    return _has_room(standing_at(session, call.carrier, call.caller_id), lines, now=now)


def _has_room(standing: Standing, lines: Lines | None, *, now: datetime) -> bool:
    """Say whether every call that may leave at this moment fits, however many look at once."""
    if standing.rests:
        return False
    if lines is None:
        return True
    fits = standing.lines + LEAVE_AT_ONCE <= lines_now(lines.account, standing.slowdown, now=now)
    return fits and (lines.number is None or standing.lines_of_number + LEAVE_AT_ONCE <= lines.number)


def _rest(
    session: Session, call: Call, trouble: Trouble, *, at: datetime, retry_after: float | None = None
) -> timedelta:
    lock_carrier(session, call.carrier)  # two failures of one try are one failed try
    of = call.caller_id if trouble in OF_ONE_NUMBER else WHOLE_ACCOUNT
    rest = tripped(carrier_rest(session, call.carrier, of), trouble, now=at, retry_after=retry_after)
    save_carrier_rest(session, call.carrier, rest, caller_id=of)
    if trouble in NEEDS_A_PERSON:
        log.error("carrier_needs_a_person", extra={"because": trouble.value, "campaign_id": str(call.campaign_id)})
    tell(session, f"floor:{call.campaign_id}")
    tell_ready_agents(session)
    return rest.until - at
