"""Ends a long change of a list that could not be made, and keeps why for whoever asked for it."""

import logging
from datetime import datetime
from typing import Final
from uuid import UUID

from campaigns.rules.refusals import Refusal
from campaigns.store.lists.long_changes import end_change
from campaigns.store.session import EVERYTHING, Database

log = logging.getLogger(__name__)
BROKE: Final = Refusal(
    "change_broke",
    "This could not be done because of a fault on our side, so nothing was changed. Try again; if it happens again,"
    " report it.",
)


def refuse_change(db: Database, change_id: UUID, refusal: Refusal, *, now: datetime) -> None:
    """Keep the refusal; a change that has ended stays as it is."""
    kept = {"because": refusal.because, "hint": refusal.hint, "row": refusal.row, "column": refusal.column}
    with db.transaction(EVERYTHING) as session:
        end_change(session, change_id, kept, at=now)
    log.info("change_refused", extra={"change_id": str(change_id), "because": refusal.because})
