"""What supervisors write to desks, until it is read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from campaigns.store.tables import DeskMessage


def save_desk_message(session: Session, message: DeskMessage) -> None:
    """Save a message."""
    session.add(message)
    session.flush()


def note_message_read(session: Session, agent_session_id: UUID, message_id: UUID, *, at: datetime) -> bool:
    """Note that a desk's message was read; False where it was before, or is not hers."""
    hers = update(DeskMessage).where(
        DeskMessage.id == message_id,
        DeskMessage.agent_session_id == agent_session_id,
        DeskMessage.read_at.is_(None),
    )
    return session.scalar(hers.values(read_at=at).returning(DeskMessage.id)) is not None
