"""How long an agent may be on break: so many minutes of each kind a day, whoever counts them.

Two rests of fifteen minutes and a meal in a shift of eight hours are what call centres give; the minutes are our own
defaults, until an operator sets its own. No kind is refused when its minutes are used: she is told, and her supervisor.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from campaigns.rules.agent_states import PauseReason

ALLOWED_A_DAY: Final[Mapping[PauseReason, timedelta]] = {
    PauseReason.TEA: timedelta(minutes=30),
    PauseReason.LUNCH: timedelta(minutes=45),
    PauseReason.PRAYER: timedelta(minutes=30),
    PauseReason.MEETING: timedelta(minutes=60),
    PauseReason.TRAINING: timedelta(minutes=120),
    PauseReason.TECHNICAL: timedelta(minutes=20),
}
TO_BEGIN: Final = timedelta(minutes=5)  # from opening the desk to going ready


def is_break_over(reason: PauseReason, *, now_for: timedelta, before: timedelta) -> bool:
    """Tell whether she has been away too long: this time and, of the same kind, before on the same day."""
    if reason is PauseReason.SIGNED_IN:
        return now_for > TO_BEGIN
    allowed = ALLOWED_A_DAY.get(reason)
    return allowed is not None and before + now_for > allowed
