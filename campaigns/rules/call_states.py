"""States of a call: one table, one door; rank and not arrival order decides, and `ended` absorbs."""

from enum import StrEnum


class CallStatus(StrEnum):
    """Where one dial of one phone stands (design.md section 4)."""

    INTENDED = "intended"  # committed, nothing has left for the carrier
    SENT = "sent"  # committed before the request leaves
    UNKNOWN = "unknown"  # the carrier may or may not have placed it; never sent again
    QUEUED = "queued"  # the carrier has it
    RINGING = "ringing"
    ANSWERED = "answered"
    TALKING = "talking"  # joined to an agent
    ENDED = "ended"


class Direction(StrEnum):
    """Who rang whom."""

    OUT = "out"
    IN = "in"  # a person rang us


class CallEvent(StrEnum):
    """What can happen to a call."""

    SEND = "send"
    LOSE_SIGHT = "lose_sight"
    ACCEPT = "accept"
    RING = "ring"
    ANSWER = "answer"
    JOIN = "join"
    END = "end"


class EndReason(StrEnum):
    """Why a call ended, in our words; the carrier's words stay in `telephony/`."""

    COMPLETED = "completed"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    REJECTED = "rejected"
    UNREACHABLE = "unreachable"  # switched off or out of coverage
    INVALID_NUMBER = "invalid_number"
    CONGESTION = "congestion"  # the carrier's network, not the person: no attempt
    CANCELED = "canceled"
    FAILED = "failed"
    LOST = "lost"  # its fate at the carrier could not be learned
    NOT_SENT = "not_sent"  # refused or expired before any request left: no attempt


LIVE = frozenset(CallStatus) - {CallStatus.ENDED}
# We ended it without the carrier's word: should it turn up there after all, it must not go on.
GIVEN_UP = frozenset({EndReason.LOST, EndReason.NOT_SENT})

# Events of higher rank may skip states: a carrier may tell `answered` and never `ringing`.
_S, _E = CallStatus, CallEvent
_AFTER_SENDING = {
    _E.ACCEPT: _S.QUEUED,
    _E.RING: _S.RINGING,
    _E.ANSWER: _S.ANSWERED,
    _E.JOIN: _S.TALKING,
    _E.END: _S.ENDED,
}
TRANSITIONS: dict[CallStatus, dict[CallEvent, CallStatus]] = {
    _S.INTENDED: {_E.SEND: _S.SENT, _E.END: _S.ENDED},
    _S.SENT: {_E.LOSE_SIGHT: _S.UNKNOWN, **_AFTER_SENDING},
    _S.UNKNOWN: _AFTER_SENDING,
    _S.QUEUED: {
        _E.RING: _S.RINGING,
        _E.ANSWER: _S.ANSWERED,
        _E.JOIN: _S.TALKING,
        _E.END: _S.ENDED,
    },
    _S.RINGING: {_E.ANSWER: _S.ANSWERED, _E.JOIN: _S.TALKING, _E.END: _S.ENDED},
    _S.ANSWERED: {_E.JOIN: _S.TALKING, _E.END: _S.ENDED},
    _S.TALKING: {_E.END: _S.ENDED},
    _S.ENDED: {},
}


def advance(status: CallStatus, event: CallEvent) -> CallStatus | None:
    """Return the next status, or None where the event is late, doubled or too early."""
    return TRANSITIONS[status].get(event)
