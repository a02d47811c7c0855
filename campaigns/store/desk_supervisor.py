"""What a desk shows of its supervisor: that she is in the call, where the campaign lets it be seen, and her messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, Text, bindparam, literal, select, type_coerce, union_all
from sqlalchemy.orm import Session

from campaigns.rules.supervision import Supervision
from campaigns.store.tables import DeskMessage, Listening, User

_HERS: Final[BindParameter[UUID]] = bindparam("agent_session_id")
_SEEN: Final[Any] = union_all(  # stands ready, and is one statement: asked with every look of a desk
    select(
        Listening.id,
        type_coerce(Listening.mode, Text).label("words"),
        User.name,
        Listening.began_at.label("at"),
        literal("listens"),
    )
    .join(User, User.id == Listening.user_id)
    .where(
        Listening.agent_session_id == _HERS,
        Listening.ended_at.is_(None),
        Listening.joined_at.is_not(None),
        Listening.seen,
    ),
    select(DeskMessage.id, DeskMessage.words, User.name, DeskMessage.at, literal("wrote"))
    .join(User, User.id == DeskMessage.user_id)
    .where(DeskMessage.agent_session_id == _HERS, DeskMessage.read_at.is_(None)),
).order_by("at")


@dataclass(frozen=True)
class Unread:
    """A message that the agent has not marked as read."""

    id: UUID
    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class DeskSupervisor:
    """Who is in the agent's call and how, and what was written to her, the oldest first."""

    listener: str | None = None
    mode: Supervision | None = None
    unread: Sequence[Unread] = ()


def supervisor_of_desk(session: Session, agent_session_id: UUID) -> DeskSupervisor:
    """Return what a desk shows of its supervisor now."""
    listener, mode, unread = None, None, []
    for id_, words, name, at, does in session.execute(_SEEN, {"agent_session_id": agent_session_id}):
        if does == "listens":
            listener, mode = name, Supervision(words)
        else:
            unread.append(Unread(id_, words, name, at))
    return DeskSupervisor(listener, mode, unread)
