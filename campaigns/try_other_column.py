"""Counts what taking the phones of a cause from another column would come to, and changes nothing."""

from dataclasses import dataclass
from uuid import UUID

from campaigns.rules.mends import cell_at
from campaigns.rules.phone_numbers import read_phone_cell
from campaigns.rules.verdicts import Reason
from campaigns.store.cause_rows import pages_of_cause
from campaigns.store.session import Database, Scope


@dataclass(frozen=True)
class Tried:
    """`valid` of the cause's `rows` would get a phone."""

    rows: int
    valid: int


def try_other_column(db: Database, scope: Scope, list_id: UUID, word: Reason, column: int, *, region: str) -> Tried:
    """Look at every row of the cause, as use_other_column would."""
    rows = valid = 0
    with db.transaction(scope) as session:
        for page in pages_of_cause(session, list_id, word):
            rows += len(page)
            valid += sum(bool(read_phone_cell(cell_at(row.cells, column), region).phones) for row in page)
    return Tried(rows, valid)
