"""What was planned for a case after each of its calls, and what held it back."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.store.ready_statements import Ready
from campaigns.store.tables import CaseHold, PlannedTry

_TRIES: Final = PlannedTry.metadata.tables[PlannedTry.__tablename__]
_SAVE: Final = Ready(insert(_TRIES).on_conflict_do_nothing())


def save_planned_try(session: Session, planned: PlannedTry) -> None:
    """Insert what was planned after a call; the first plan of a call stands."""
    _SAVE.do(session, {column.key: getattr(planned, column.key) for column in _TRIES.c})


def remove_planned_try(session: Session, call_id: UUID) -> None:
    """Take out what was planned after a call whose outcome was taken back."""
    session.execute(delete(PlannedTry).where(PlannedTry.call_id == call_id))


def planned_tries(session: Session, case_id: UUID) -> Sequence[PlannedTry]:
    """Return what was planned for a case, the earliest first."""
    return session.scalars(
        select(PlannedTry).where(PlannedTry.case_id == case_id).order_by(PlannedTry.at, PlannedTry.due_at)
    ).all()


def holds_of_case(session: Session, case_id: UUID) -> Sequence[CaseHold]:
    """Return what held a case back, day by day and reason by reason, the earliest first."""
    return session.scalars(
        select(CaseHold).where(CaseHold.case_id == case_id).order_by(CaseHold.first_at, CaseHold.because)
    ).all()
