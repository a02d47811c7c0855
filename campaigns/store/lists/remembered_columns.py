"""The columns that a department has confirmed, by the shape of the file, so that the next such file needs no asking."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.store.tables import RememberedColumns


def remembered_columns(session: Session, department_id: UUID, shape: str) -> dict[str, Any] | None:
    """Return the columns last confirmed for files of this shape, as JSON; None for a shape not seen before."""
    mine = select(RememberedColumns.columns).where(
        RememberedColumns.department_id == department_id, RememberedColumns.shape == shape
    )
    return session.scalar(mine)


def save_remembered_columns(
    session: Session, department_id: UUID, shape: str, columns: dict[str, Any], *, at: datetime
) -> None:
    """Remember the columns for files of this shape; what was confirmed last counts."""
    new = insert(RememberedColumns).values(department_id=department_id, shape=shape, columns=columns, at=at)
    kept = {"columns": new.excluded.columns, "at": new.excluded.at}
    session.execute(new.on_conflict_do_update(index_elements=["department_id", "shape"], set_=kept))
