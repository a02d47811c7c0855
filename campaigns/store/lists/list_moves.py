"""What has happened to a list, from the history of its moves."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns.rules.list_states import ListEvent
from campaigns.store.tables import ListMove


def import_begun_at(session: Session, list_id: UUID) -> datetime | None:
    """Return when the last import of a list began; None where there was none."""
    begun = select(func.max(ListMove.at)).where(ListMove.list_id == list_id, ListMove.event == ListEvent.START_IMPORT)
    return session.scalar(begun)


def columns_confirmed_at(session: Session, list_id: UUID) -> datetime | None:
    """Return since when a list waits to be read; None where its columns were never confirmed."""
    mapped = select(func.max(ListMove.at)).where(ListMove.list_id == list_id, ListMove.event == ListEvent.MAP)
    return session.scalar(mapped)


def imports_begun(session: Session, list_id: UUID) -> int:
    """Count how often the import of a list was begun since its columns were confirmed."""
    mine = ListMove.list_id == list_id
    mapped = select(func.max(ListMove.at)).where(mine, ListMove.event == ListEvent.MAP).scalar_subquery()
    begun = select(func.count()).where(mine, ListMove.event == ListEvent.START_IMPORT, ListMove.at >= mapped)
    return session.scalar(begun) or 0
