"""What one row costs at the least: an update by primary key in a transaction of its own, for benches to compare with."""

from uuid import UUID

from sqlalchemy import text

from campaigns.store.session import Database, Scope

_TOUCH = text("UPDATE list_rows SET name = name WHERE list_id = :list_id AND row = :row")


def touch_row(db: Database, scope: Scope, list_id: UUID, row: int) -> None:
    """Write one row as it is, and commit."""
    with db.transaction(scope) as session:
        session.execute(_TOUCH, {"list_id": list_id, "row": row})
