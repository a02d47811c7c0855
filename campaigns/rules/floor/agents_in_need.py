"""Which agents may need their supervisor now, and why."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final

from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.desk.breaks import Allowed, allowed_a_day, is_break_over


class Need(StrEnum):
    """Why an agent may need somebody; the most pressing first."""

    ASKED = "asked"  # she asked for her supervisor
    LINE_FELL = "line_fell"  # in a talk: the person waits for her
    LINK_DOWN = "link_down"
    LONG_CALL = "long_call"
    LONG_WRAP_UP = "long_wrap_up"
    TAKEN_OFF = "taken_off"  # the server paused her
    BREAK_OVER = "break_over"
    REFUSALS = "refusals"  # far more people refuse to answer her than the others


@dataclass(frozen=True)
class Desk:
    """What an agent does, how long already, and for how long her desk was not heard."""

    status: AgentStatus
    pause_reason: PauseReason | None
    in_status: timedelta
    silent: timedelta
    asked: bool = False
    line_fell: bool = False
    break_before: timedelta = timedelta()  # today, of the same kind, before this one
    talks: int = 0  # of today that came to an outcome
    refused: int = 0  # of these


@dataclass(frozen=True)
class Patience:
    """How long is too long, and what is usual on this floor; breaks are as the operator has set them."""

    wrap_up: timedelta
    silence: timedelta
    call: timedelta = timedelta(minutes=10)
    refused_share: float = 0.0  # of all talks of the floor today
    breaks: Allowed = field(default_factory=lambda: allowed_a_day({}))


FEWEST_TALKS: Final = 8  # before that a share says nothing
UNUSUAL: Final = 2.0  # so many times the share of the whole floor
NOTICEABLE: Final = 0.25
_TAKEN_OFF: Final = frozenset({PauseReason.WRAP_UP_OVER, PauseReason.PREVIEW_NOT_TAKEN})


def need_of(desk: Desk, patience: Patience) -> Need | None:
    """Return why an agent may need somebody, or None."""
    if desk.asked:
        return Need.ASKED
    return _need_of_state(desk, patience) or (Need.REFUSALS if _is_refused_often(desk, patience) else None)


def _need_of_state(desk: Desk, patience: Patience) -> Need | None:
    if desk.line_fell:
        return Need.LINE_FELL
    if desk.silent > patience.silence or desk.pause_reason is PauseReason.LINK_DOWN:
        return Need.LINK_DOWN
    if desk.status is AgentStatus.ON_CALL and desk.in_status > patience.call:
        return Need.LONG_CALL
    if desk.status is AgentStatus.WRAP_UP and desk.in_status > patience.wrap_up:
        return Need.LONG_WRAP_UP
    return _need_of_paused(desk, patience.breaks) if desk.status is AgentStatus.PAUSED else None


def _need_of_paused(desk: Desk, breaks: Allowed) -> Need | None:
    if desk.pause_reason in _TAKEN_OFF:
        return Need.TAKEN_OFF
    reason, before = desk.pause_reason, desk.break_before
    is_over = reason is not None and is_break_over(reason, breaks, now_for=desk.in_status, before=before)
    return Need.BREAK_OVER if is_over else None


def _is_refused_often(desk: Desk, patience: Patience) -> bool:
    if desk.talks < FEWEST_TALKS:
        return False
    share = desk.refused / desk.talks
    return share >= max(NOTICEABLE, UNUSUAL * patience.refused_share)
