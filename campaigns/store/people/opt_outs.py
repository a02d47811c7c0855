"""Which numbers must not be called: the one place that says so in SQL, for the dialler, upkeep and imports.

The view `silenced_numbers` (migration 0003) holds every number with a standing opt-out or in a standing do-not-call
file. Its `department_id` is null where the number is silenced everywhere, and its `scheme_id` where every scheme of the
department is. Everybody finds the numbers of the own department and those silenced everywhere, whichever department
asked for that: the fact passes the wall, who asked does not.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, ColumnExpressionArgument, Text, Uuid, column, exists, or_, select, table
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.rules.calling.opt_outs import OptOutSource, Reach
from campaigns.store.session import enqueue
from campaigns.store.tables import OptOut

SILENCED: Final = table(
    "silenced_numbers", column("e164", Text()), column("department_id", Uuid()), column("scheme_id", Uuid())
)

TAKEN_BACK: Final = (
    "Taken back at once by the agent who had noted it"  # kept in the register, as an officer's words are
)

# The same for statements that are written as text: the numbers silenced for a department's calls about a scheme. A
# number may stand in it twice. To mark the rows of an import, join it or ask `phone IN (...)` once for all rows.
SILENCED_NUMBERS: Final = """
    SELECT e164 FROM silenced_numbers
    WHERE (department_id IS NULL OR department_id = :department_id) AND (scheme_id IS NULL OR scheme_id = :scheme_id)
"""


def silenced_for(
    department_id: ColumnExpressionArgument[UUID] | UUID | None,
    scheme_id: ColumnExpressionArgument[UUID] | UUID | None,
) -> ColumnElement[bool]:
    """Tell of a row of `silenced_numbers` whether it forbids a department's calls about a scheme.

    Without a scheme: about any scheme; without a department: those of any department.
    """
    return or_(SILENCED.c.department_id.is_(None), SILENCED.c.department_id == department_id) & or_(
        SILENCED.c.scheme_id.is_(None), SILENCED.c.scheme_id == scheme_id
    )


def is_silenced(
    e164: ColumnExpressionArgument[str] | str,
    department_id: ColumnExpressionArgument[UUID] | UUID,
    scheme_id: ColumnExpressionArgument[UUID] | UUID,
) -> ColumnElement[bool]:
    """Tell whether a number must not be called by a department about a scheme.

    It is asked number by number: the OFFSET keeps the planner from reading all silenced numbers, of which there may be
    millions, for the few that a statement is about.
    """
    return exists(
        select(SILENCED.c.e164).where(SILENCED.c.e164 == e164, silenced_for(department_id, scheme_id)).offset(0)
    )


def number_is_silenced(session: Session, e164: str, department_id: UUID, scheme_id: UUID) -> bool:
    """Tell it of one number."""
    return bool(session.scalar(select(is_silenced(e164, department_id, scheme_id))))


def note_opt_out(session: Session, e164: str, reach: Reach, source: OptOutSource, *, at: datetime, **more: Any) -> bool:
    """Silence a number; False where it is already, with just this reach. `more`: because, call_id, noted_by."""
    values = {"department_id": reach.department_id, "scope": reach.scope, "scheme_id": reach.scheme_id, **more}
    statement = insert(OptOut).values(e164=e164, source=source, at=at, **values)
    noted = session.scalar(statement.on_conflict_do_nothing().returning(OptOut.id))
    if noted is not None:
        enqueue(session, "ingest", "settle_lists_of_opt_out", noted)
    return noted is not None


def lift_opt_outs_of_call(session: Session, call_id: UUID, *, by: UUID, at: datetime) -> None:
    """Lift what was noted on a call whose outcome its agent took back at once; it stays in the register, lifted."""
    standing = select(OptOut).where(OptOut.call_id == call_id, OptOut.lifted_at.is_(None)).with_for_update()
    for entry in session.scalars(standing):
        entry.lifted_at, entry.lifted_by, entry.lifted_because = at, by, TAKEN_BACK
        enqueue(session, "ingest", "settle_lists_of_opt_out", entry.id)
