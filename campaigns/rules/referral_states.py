"""States of a referral: a problem heard on a call, with the officer who must solve it, open until the citizen agrees."""

from enum import StrEnum


class ReferralStatus(StrEnum):
    """Where a referral stands."""

    OPEN = "open"  # waits for an officer
    TAKEN = "taken"  # an officer works on it
    SOLVED = "solved"  # says the officer; the citizen is not asked yet
    CONFIRMING = "confirming"  # the campaign calls the citizen to ask
    NOT_CONFIRMED = "not_confirmed"  # solved, says the officer; the citizen could not be asked
    CLOSED = "closed"  # the citizen has said yes


class ReferralEvent(StrEnum):
    """What can happen to a referral."""

    TAKE = "take"
    NOTE = "note"  # an officer writes down what was done
    SOLVE = "solve"
    ASK = "ask"  # the confirmation call stands in the queue
    AGREE = "agree"  # the citizen says that it is solved
    DISAGREE = "disagree"  # she says that it is not
    MISS = "miss"  # she could not be asked
    RISE = "rise"  # the deadline has passed: one tier up
    TAKE_BACK = "take_back"  # the agent takes back what she has just logged of the confirmation call


_S, _E = ReferralStatus, ReferralEvent
TRANSITIONS: dict[ReferralStatus, dict[ReferralEvent, ReferralStatus]] = {
    _S.OPEN: {
        _E.TAKE: _S.TAKEN,
        _E.NOTE: _S.OPEN,
        _E.SOLVE: _S.SOLVED,
        _E.RISE: _S.OPEN,
        _E.TAKE_BACK: _S.CONFIRMING,
    },
    _S.TAKEN: {_E.TAKE: _S.TAKEN, _E.NOTE: _S.TAKEN, _E.SOLVE: _S.SOLVED, _E.RISE: _S.OPEN},
    _S.SOLVED: {_E.NOTE: _S.SOLVED, _E.ASK: _S.CONFIRMING, _E.MISS: _S.NOT_CONFIRMED},
    _S.CONFIRMING: {
        _E.NOTE: _S.CONFIRMING,
        _E.AGREE: _S.CLOSED,
        _E.DISAGREE: _S.OPEN,
        _E.MISS: _S.NOT_CONFIRMED,
    },
    _S.NOT_CONFIRMED: {_E.NOTE: _S.NOT_CONFIRMED, _E.SOLVE: _S.SOLVED, _E.TAKE_BACK: _S.CONFIRMING},
    _S.CLOSED: {_E.TAKE_BACK: _S.CONFIRMING},
}


def advance(status: ReferralStatus, event: ReferralEvent) -> ReferralStatus | None:
    """Return the next status, or None where the event does not apply."""
    return TRANSITIONS[status].get(event)
