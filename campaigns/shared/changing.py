"""A change of a list, in the request or by a worker: nobody else changes the list meanwhile, and its end is told once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.long_changes import LongKind
from campaigns.rules.refusals import LIST_UNKNOWN, Refusal
from campaigns.store.lists.lists import lock_list
from campaigns.store.lists.long_changes import end_change, note_rows_done, open_change
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import BeneficiaryList

NOT_IN_REVIEW: Final = Refusal(
    "not_in_review", "This list is not waiting for approval. Load the page to see where it is."
)


@dataclass(frozen=True)
class BeingChanged(Refusal):
    """A worker is at a long change of this list: what it is, since when, and who asked for it."""

    change_id: UUID | None = None
    kind: LongKind | None = None
    since: datetime | None = None
    by: str | None = None


class ChangeOverError(Exception):
    """The long change that this work was for has ended, so nothing of it may stay."""


@dataclass(frozen=True)
class Making:
    """On whose behalf a use case changes a list: within a request, or for a long change that a worker makes."""

    db: Database
    change_id: UUID | None
    at: datetime

    def hear(self, rows: int) -> None:
        """Tell whoever waits how many rows the worker has gone through, beside the transaction of the change."""
        if self.change_id is not None:
            with self.db.transaction(EVERYTHING) as session:
                note_rows_done(session, self.change_id, rows)

    def made(self, session: Session, result: Mapping[str, Any]) -> None:
        """End the long change in the transaction that makes it: a worker killed at any moment does it once."""
        if self.change_id is not None and not end_change(session, self.change_id, dict(result), at=self.at):
            raise ChangeOverError


def refused_meanwhile(session: Session, list_id: UUID, change_id: UUID | None = None) -> BeingChanged | None:
    """Refuse to change a list at which a worker is; ask it before the list is locked, for she holds the lock."""
    found = open_change(session, list_id)
    if found is None or found.change.id == change_id:
        return None
    change = found.change
    hint = "A long change of this list is being made. Look again in a moment: then it is done, or it says why not."
    return BeingChanged("being_changed", hint, change.id, change.kind, change.asked_at, found.by)


def lock_in_review(session: Session, list_id: UUID, change_id: UUID | None = None) -> BeneficiaryList | Refusal:
    """Return a list that waits for approval, locked; or why it cannot be changed now."""
    if refusal := refused_meanwhile(session, list_id, change_id):
        return refusal
    kept = lock_list(session, list_id)
    if kept is None:
        return LIST_UNKNOWN
    return kept if kept.status is ListStatus.REVIEW else NOT_IN_REVIEW
