"""States of an agent session: what an agent at a desk is doing, held by the server."""

from enum import StrEnum


class AgentStatus(StrEnum):
    """What an agent is doing now."""

    PAUSED = "paused"
    READY = "ready"
    RESERVED = "reserved"  # a call is being placed for her
    ON_CALL = "on_call"
    WRAP_UP = "wrap_up"
    SIGNED_OUT = "signed_out"


class AgentEvent(StrEnum):
    """What can happen to an agent session."""

    GO_READY = "go_ready"
    PAUSE = "pause"
    RESERVE = "reserve"
    RELEASE = "release"  # the call that she was reserved for came to nothing
    CONNECT = "connect"
    HANG_UP = "hang_up"  # either side ended the talk
    LOG = "log"  # outcome saved
    UNDO = "undo"  # and taken back at once
    OVERRUN = "overrun"  # the wrap-up limit has passed
    SIGN_OUT = "sign_out"


class PauseReason(StrEnum):
    """Why an agent is paused. SYSTEM_REASONS are set by the server only."""

    SIGNED_IN = "signed_in"
    TEA = "tea"
    LUNCH = "lunch"
    PRAYER = "prayer"
    MEETING = "meeting"
    TRAINING = "training"
    TECHNICAL = "technical"
    WRAP_UP_OVER = "wrap_up_over"
    LINK_DOWN = "link_down"
    PREVIEW_NOT_TAKEN = "preview_not_taken"
    BY_SUPERVISOR = "by_supervisor"


SYSTEM_REASONS = frozenset(
    {
        PauseReason.SIGNED_IN,
        PauseReason.WRAP_UP_OVER,
        PauseReason.LINK_DOWN,
        PauseReason.PREVIEW_NOT_TAKEN,
        PauseReason.BY_SUPERVISOR,
    }
)
CHOSEN_REASONS = tuple(reason for reason in PauseReason if reason not in SYSTEM_REASONS)

_S, _E = AgentStatus, AgentEvent
TRANSITIONS: dict[AgentStatus, dict[AgentEvent, AgentStatus]] = {
    _S.PAUSED: {
        _E.GO_READY: _S.READY,
        _E.PAUSE: _S.PAUSED,
        _E.LOG: _S.PAUSED,
        _E.UNDO: _S.WRAP_UP,
        _E.SIGN_OUT: _S.SIGNED_OUT,
    },
    _S.READY: {
        _E.PAUSE: _S.PAUSED,
        _E.RESERVE: _S.RESERVED,
        _E.CONNECT: _S.ON_CALL,
        _E.UNDO: _S.WRAP_UP,
        _E.SIGN_OUT: _S.SIGNED_OUT,
    },
    _S.RESERVED: {
        _E.RELEASE: _S.READY,
        _E.CONNECT: _S.ON_CALL,
        _E.PAUSE: _S.PAUSED,
        _E.SIGN_OUT: _S.SIGNED_OUT,
    },
    _S.ON_CALL: {_E.HANG_UP: _S.WRAP_UP, _E.SIGN_OUT: _S.SIGNED_OUT},
    _S.WRAP_UP: {_E.LOG: _S.READY, _E.OVERRUN: _S.PAUSED, _E.SIGN_OUT: _S.SIGNED_OUT},
    _S.SIGNED_OUT: {},
}


def advance(status: AgentStatus, event: AgentEvent) -> AgentStatus | None:
    """Return the next status, or None where the event does not apply."""
    return TRANSITIONS[status].get(event)
