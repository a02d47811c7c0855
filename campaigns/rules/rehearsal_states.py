"""States of a rehearsal: asked for, calculated by a worker, and what came of it."""

from enum import StrEnum
from typing import Final


class RehearsalKind(StrEnum):
    """Why a campaign is rehearsed."""

    ASKED = "asked"  # somebody wants to know
    MORNING = "morning"  # the forecast of a running campaign's day


class RehearsalStatus(StrEnum):
    """Where a rehearsal stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"


class RehearsalEvent(StrEnum):
    """What can happen to a rehearsal."""

    BEGIN = "begin"  # again, too, where the worker that was at it has died
    FINISH = "finish"
    REFUSE = "refuse"


_S, _E = RehearsalStatus, RehearsalEvent
TRANSITIONS: Final[dict[RehearsalStatus, dict[RehearsalEvent, RehearsalStatus]]] = {
    _S.WAITING: {_E.BEGIN: _S.RUNNING, _E.REFUSE: _S.REFUSED},
    _S.RUNNING: {_E.BEGIN: _S.RUNNING, _E.FINISH: _S.DONE, _E.REFUSE: _S.REFUSED},
    _S.DONE: {},
    _S.REFUSED: {},
}


def advance(status: RehearsalStatus, event: RehearsalEvent) -> RehearsalStatus | None:
    """Return the next status, or None where the event does not apply."""
    return TRANSITIONS[status].get(event)
