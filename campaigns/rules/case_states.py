"""States of a case: one beneficiary to be reached in one campaign, closed with one final outcome."""

from enum import StrEnum


class CaseStatus(StrEnum):
    """Where one beneficiary of one campaign stands."""

    WAITING = "waiting"  # may be rung from due_at on
    CALLBACK = "callback"  # promised for due_at, by owner or anyone
    CLAIMED = "claimed"  # a call is intended for it
    IN_CALL = "in_call"  # the request left; stays until the outcome is known
    CLOSED = "closed"  # for good, unless a list brings her back


class CaseEvent(StrEnum):
    """What can happen to a case."""

    CLAIM = "claim"
    DIAL = "dial"
    RELEASE = "release"  # nothing was dialled: back as it was
    RETRY = "retry"  # to be rung again at due_at
    BOOK = "book"  # a callback was promised: on a call, or because she rang us
    CLOSE = "close"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"  # she stands on a newer list again, or that has a number of hers which was never tried


_S, _E = CaseStatus, CaseEvent
_ENDINGS = {_E.RETRY: _S.WAITING, _E.BOOK: _S.CALLBACK, _E.CLOSE: _S.CLOSED}
TRANSITIONS: dict[CaseStatus, dict[CaseEvent, CaseStatus]] = {
    _S.WAITING: {_E.CLAIM: _S.CLAIMED, _E.BOOK: _S.CALLBACK, _E.CLOSE: _S.CLOSED, _E.WITHDRAW: _S.CLOSED},
    _S.CALLBACK: {_E.CLAIM: _S.CLAIMED, _E.BOOK: _S.CALLBACK, _E.CLOSE: _S.CLOSED, _E.WITHDRAW: _S.CLOSED},
    _S.CLAIMED: {
        _E.DIAL: _S.IN_CALL,
        _E.RELEASE: _S.WAITING,
        _E.BOOK: _S.CALLBACK,
        _E.CLOSE: _S.CLOSED,
    },
    _S.IN_CALL: _ENDINGS,
    _S.CLOSED: {_E.REOPEN: _S.WAITING},
}


def advance(status: CaseStatus, event: CaseEvent) -> CaseStatus | None:
    """Return the next status, or None where the event does not apply."""
    return TRANSITIONS[status].get(event)
