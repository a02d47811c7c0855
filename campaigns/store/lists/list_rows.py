"""The rows of a list with their verdicts: counted by cause, read a page at a time."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns.rules.lists.counted_rows import Totals, counts_for
from campaigns.rules.verdicts import Reason, Verdict, Warn
from campaigns.store.tables import BeneficiaryList, ListRow


@dataclass(frozen=True)
class Cause:
    """Rows of a list that have the same reason, or the same warning."""

    word: Reason | Warn
    rows: int


def causes(session: Session, list_id: UUID) -> list[Cause]:
    """Return why rows were rejected, the cause with most rows first."""
    counted = (
        select(ListRow.reason, func.count())
        .where(ListRow.list_id == list_id, ListRow.verdict == Verdict.REJECTED, ListRow.reason.is_not(None))
        .group_by(ListRow.reason)
    )
    found = [Cause(reason, rows) for reason, rows in session.execute(counted) if reason is not None]
    return sorted(found, key=lambda cause: (-cause.rows, cause.word))


def counted_rows(session: Session, list_id: UUID) -> Totals:
    """Count the rows of a list by the words of rules/lists/counted_rows, in one look at them."""
    warned = ListRow.details["warnings"].label("warnings")
    shared = ListRow.details["rows_of_phone"].as_integer().label("rows_of_phone")
    alike = select(ListRow.verdict, warned, shared, func.count()).where(ListRow.list_id == list_id)
    totals: Totals = Counter()
    for verdict, warnings, rows_of_phone, rows in session.execute(alike.group_by(ListRow.verdict, warned, shared)):
        details = {"warnings": warnings or (), "rows_of_phone": rows_of_phone or 1}
        totals.update(dict.fromkeys(counts_for(verdict, details), rows))
    return totals


def counted_warnings(kept: BeneficiaryList) -> list[Cause]:
    """Return the same as it was counted last: by every change since, row by row."""
    found = (Cause(Warn(word), rows) for word, rows in kept.warned.items())
    return sorted(found, key=lambda cause: (-cause.rows, cause.word))


def last_row(session: Session, list_id: UUID) -> int:
    """Return the number of the last row, 0 where there is none."""
    return session.scalar(select(func.max(ListRow.row)).where(ListRow.list_id == list_id)) or 0


def refused_rows(session: Session, list_id: UUID) -> Iterator[ListRow]:
    """Stream the rejected rows in the order of the file."""
    mine = select(ListRow).where(ListRow.list_id == list_id, ListRow.verdict == Verdict.REJECTED)
    yield from session.scalars(mine.order_by(ListRow.row).execution_options(yield_per=1_000))
