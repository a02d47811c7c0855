"""Counts what taking the phones of a cause from another column would come to, and changes nothing."""

from dataclasses import dataclass
from uuid import UUID

from campaigns.rules.lists.phone_numbers import read_phone_cell
from campaigns.rules.verdicts import Reason
from campaigns.store.lists.cause_rows import texts_of_cause
from campaigns.store.session import Database, Scope


@dataclass(frozen=True)
class Tried:
    """`valid` of the cause's `rows` would get a phone."""

    rows: int
    valid: int


def try_other_column(db: Database, scope: Scope, list_id: UUID, word: Reason, column: int, *, region: str) -> Tried:
    """Look at every text of the cause, as use_other_column would."""
    rows = valid = 0
    with db.transaction(scope) as session:
        for text, times in texts_of_cause(session, list_id, word, column):
            rows += times
            valid += times if read_phone_cell(text, region).phones else 0
    return Tried(rows, valid)
