"""States of a list: from the uploaded file to people who may be called."""

from enum import StrEnum


class ListStatus(StrEnum):
    """Where an uploaded list stands."""

    RECEIVED = "received"  # bytes kept, columns guessed
    MAPPED = "mapped"  # an officer has confirmed the columns; a job will read it
    IMPORTING = "importing"
    REVIEW = "review"  # every row has its verdict
    APPROVED = "approved"  # cases opened
    REPLACED = "replaced"  # a newer version was approved in its place; whoever that does not name stays with this one
    WITHDRAWN = "withdrawn"


DECIDED = (ListStatus.APPROVED, ListStatus.REPLACED, ListStatus.WITHDRAWN)  # whose rows stand on tiers


class ListEvent(StrEnum):
    """What can happen to a list."""

    MAP = "map"
    START_IMPORT = "start_import"
    FINISH_IMPORT = "finish_import"
    FAIL_IMPORT = "fail_import"  # back to its columns, with the reason kept
    UNDO_IMPORT = "undo_import"  # back to its columns: the rows that were read are taken away
    APPROVE = "approve"
    REPLACE = "replace"
    WITHDRAW = "withdraw"


_S, _E = ListStatus, ListEvent
TRANSITIONS: dict[ListStatus, dict[ListEvent, ListStatus]] = {
    _S.RECEIVED: {_E.MAP: _S.MAPPED, _E.WITHDRAW: _S.WITHDRAWN},
    _S.MAPPED: {
        _E.MAP: _S.MAPPED,
        _E.START_IMPORT: _S.IMPORTING,
        _E.WITHDRAW: _S.WITHDRAWN,
    },
    _S.IMPORTING: {
        _E.START_IMPORT: _S.IMPORTING,  # a worker died: the same import begins anew
        _E.FINISH_IMPORT: _S.REVIEW,
        _E.FAIL_IMPORT: _S.RECEIVED,
        _E.WITHDRAW: _S.WITHDRAWN,
    },
    _S.REVIEW: {
        _E.MAP: _S.MAPPED,
        _E.UNDO_IMPORT: _S.RECEIVED,
        _E.APPROVE: _S.APPROVED,
        _E.WITHDRAW: _S.WITHDRAWN,
    },
    _S.APPROVED: {_E.REPLACE: _S.REPLACED, _E.WITHDRAW: _S.WITHDRAWN},
    _S.REPLACED: {_E.WITHDRAW: _S.WITHDRAWN},
    _S.WITHDRAWN: {},
}

MAY_BE_READ_ANEW = (ListStatus.RECEIVED, ListStatus.REVIEW)


def advance(status: ListStatus, event: ListEvent) -> ListStatus | None:
    """Return the next status, or None where the event does not apply."""
    return TRANSITIONS[status].get(event)
