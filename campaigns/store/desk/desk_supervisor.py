"""What a desk shows of its supervisor: that she is in the call, where the campaign lets it be seen, and her messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, Text, bindparam, literal, select, type_coerce, union_all

from campaigns.rules.floor.supervision import Supervision
from campaigns.store.tables import DeskMessage, Listening, User

_HERS: Final[BindParameter[UUID]] = bindparam("agent_session_id")
SEEN: Final[Any] = union_all(  # of a desk, with every look of it
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


def supervisor_in(rows: list[list[Any]]) -> DeskSupervisor:
    """Return what a desk shows of its supervisor, from what was seen."""
    listener, mode, unread = None, None, []
    for id_, words, name, at, does in rows:
        if does == "listens":
            listener, mode = name, Supervision(words)
        else:
            unread.append(Unread(UUID(id_), words, name, datetime.fromisoformat(at)))
    return DeskSupervisor(listener, mode, unread)
