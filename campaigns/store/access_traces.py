"""The append-only trace of who signed in, saw or took out what: ids only."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.store.tables import AccessTrace, User

OF_PEOPLE: Final = (
    *("user_added", "role_set", "user_closed", "user_opened"),
    *("password_set", "languages_set", "desk_phone_set"),
)


def note_access(session: Session, trace: AccessTrace) -> None:
    """Append one line to the trace."""
    session.add(trace)


def traces_of_person(session: Session, user_id: UUID, *, limit: int) -> Sequence[tuple[AccessTrace, str | None]]:
    """Return what administrators have changed of a person, the newest first, each with who it was."""
    query = (
        select(AccessTrace, User.name)
        .outerjoin(User, User.id == AccessTrace.user_id)
        .where(AccessTrace.action.in_(OF_PEOPLE), AccessTrace.subject["user"].astext == str(user_id))
    )
    found = session.execute(query.order_by(AccessTrace.at.desc()).limit(limit))
    return [(trace, name) for trace, name in found]
