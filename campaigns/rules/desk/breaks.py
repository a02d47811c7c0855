"""How long an agent may be on break: so many minutes of each kind a day, whoever counts them.

Two rests of fifteen minutes and a meal in a shift of eight hours are what call centres give; the usual minutes are our
own defaults, where an operator has set none. No kind is refused when its minutes are used: she is told, and her supervisor.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from campaigns.rules.agent_states import PauseReason
from campaigns.rules.refusals import Refusal

USUAL_MINUTES: Final[Mapping[PauseReason, int]] = {
    PauseReason.TEA: 30,
    PauseReason.LUNCH: 45,
    PauseReason.PRAYER: 30,
    PauseReason.MEETING: 60,
    PauseReason.TRAINING: 120,
    PauseReason.TECHNICAL: 20,
}
MOST_MINUTES: Final = 480  # a whole shift
TO_BEGIN: Final = timedelta(minutes=5)  # from opening the desk to going ready
Allowed = Mapping[PauseReason, timedelta]


def allowed_a_day(own: Mapping[str, int]) -> Allowed:
    """Return what an operator allows of each kind: its own minutes, else the usual ones."""
    return {reason: timedelta(minutes=own.get(reason, usual)) for reason, usual in USUAL_MINUTES.items()}


def read_break_minutes(written: Mapping[str, str]) -> dict[str, int] | Refusal:
    """Return an operator's own minutes as they are kept; where nothing is written, the usual ones hold."""
    typed = {reason.value: written.get(reason, "").strip() for reason in USUAL_MINUTES}
    own = {reason: int(minutes) for reason, minutes in typed.items() if minutes.isdecimal() and len(minutes) < 4}
    if len(own) < sum(map(bool, typed.values())) or max(own.values(), default=0) > MOST_MINUTES:
        return Refusal("break_minutes_wrong", "Write whole minutes from 0 to 480, or nothing for the usual ones.")
    return own


def is_break_over(reason: PauseReason, allowed: Allowed, *, now_for: timedelta, before: timedelta) -> bool:
    """Tell whether she has been away too long: this time and, of the same kind, before on the same day."""
    if reason is PauseReason.SIGNED_IN:
        return now_for > TO_BEGIN
    return reason in allowed and before + now_for > allowed[reason]
