"""What supervisors write to desks, until it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from campaigns.store.tables import DeskMessage, User

_UNREAD: Final = (  # stands ready: asked with every look of a desk
    select(DeskMessage.id, DeskMessage.words, User.name, DeskMessage.at)
    .join(User, User.id == DeskMessage.user_id)
    .where(DeskMessage.agent_session_id == bindparam("agent_session_id"), DeskMessage.read_at.is_(None))
    .order_by(DeskMessage.at)
)


@dataclass(frozen=True)
class Unread:
    """A message that the agent has not marked as read."""

    id: UUID
    words: str
    by: str
    at: datetime


def unread_messages(session: Session, agent_session_id: UUID) -> Sequence[Unread]:
    """Return what a desk still has to show, the oldest first."""
    return [Unread(*row) for row in session.execute(_UNREAD, {"agent_session_id": agent_session_id})]


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
