"""Long changes in the store: asked for once per list, begun, told how far they are, ended with what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_once
from sqlalchemy.orm import Session

from campaigns.store.lists.list_files import PART_BYTES
from campaigns.store.tables import LongChange, LongChangePart, User


@dataclass(frozen=True)
class OpenChange:
    """A long change that waits or is being made, and who asked for it."""

    change: LongChange
    by: str | None


def open_change(session: Session, list_id: UUID) -> OpenChange | None:
    """Return the long change of a list that has not ended."""
    mine = select(LongChange, User.name).outerjoin(User, User.id == LongChange.asked_by)
    found = session.execute(mine.where(LongChange.list_id == list_id, LongChange.ended_at.is_(None))).one_or_none()
    return OpenChange(*found) if found else None


def long_change(session: Session, change_id: UUID) -> LongChange | None:
    """Return a long change, or None where this scope has none of that id."""
    return session.get(LongChange, change_id)


def save_long_change(session: Session, facts: dict[str, Any]) -> UUID | None:
    """Keep what was asked for; None where another change of the list is open."""
    is_open = LongChange.ended_at.is_(None)
    new = insert_once(LongChange).values(tries=0, rows_done=0, **facts)
    new = new.on_conflict_do_nothing(index_elements=["list_id"], index_where=is_open)
    return session.scalar(new.returning(LongChange.id))


def save_workbook(session: Session, change_id: UUID, department_id: UUID, path: Path) -> None:
    """Keep the workbook of a change, one piece at a time."""
    with path.open("rb") as file:
        part = 0
        while content := file.read(PART_BYTES):
            piece = {"change_id": change_id, "department_id": department_id, "part": part, "content": content}
            session.execute(insert(LongChangePart), piece)
            part += 1


def write_workbook(session: Session, change_id: UUID, path: Path) -> None:
    """Write the workbook of a change to disk; nothing, where it has none."""
    mine = select(LongChangePart.content).where(LongChangePart.change_id == change_id).order_by(LongChangePart.part)
    with path.open("wb") as file:
        for content in session.scalars(mine.execution_options(yield_per=1)):
            file.write(content)


def lock_open_change(session: Session, change_id: UUID) -> LongChange | None:
    """Return a long change locked, if it has not ended."""
    found = session.get(LongChange, change_id, with_for_update=True, populate_existing=True)
    return found if found is not None and found.ended_at is None else None


def note_rows_done(session: Session, change_id: UUID, rows: int) -> None:
    """Keep how far a change is."""
    session.execute(update(LongChange).where(LongChange.id == change_id).values(rows_done=rows))


def end_change(session: Session, change_id: UUID, result: dict[str, Any], *, at: datetime) -> bool:
    """End a change with what came of it; what was typed for it is forgotten. False where it had ended before."""
    mine = update(LongChange).where(LongChange.id == change_id, LongChange.ended_at.is_(None))
    ended = session.scalar(mine.values(ended_at=at, result=result, wish=None).returning(LongChange.id))
    session.execute(delete(LongChangePart).where(LongChangePart.change_id == change_id))
    return ended is not None


def waiting_changes(session: Session) -> Sequence[UUID]:
    """Return all that have not ended, the oldest first."""
    waits = select(LongChange.id).where(LongChange.ended_at.is_(None))
    return session.scalars(waits.order_by(LongChange.asked_at)).all()
