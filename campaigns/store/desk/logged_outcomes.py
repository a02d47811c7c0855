"""Outcomes that agents have logged, and those that they took back."""

from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from campaigns.store.ready_statements import Ready
from campaigns.store.tables import LoggedOutcome, UndoneOutcome

_UNDER_KEY: Final = Ready(
    select(
        select(LoggedOutcome.call_id).where(LoggedOutcome.key == bindparam("key")).scalar_subquery(),
        exists().where(UndoneOutcome.key == bindparam("key")),
    )
)


def logged_under(session: Session, key: str) -> tuple[UUID | None, bool]:
    """Return the call of the outcome under an idempotency key, and whether one was taken back: a copy changes nothing."""
    call_id, undone = _UNDER_KEY.one(session, {"key": key}) or (None, False)
    return call_id, undone


def has_logged(session: Session, call_id: UUID, user_id: UUID) -> bool:
    """Tell whether what came of a call was said by this agent."""
    hers = select(LoggedOutcome.id).where(LoggedOutcome.call_id == call_id, LoggedOutcome.user_id == user_id)
    return session.scalar(hers) is not None


def remove_outcome(session: Session, logged: LoggedOutcome, *, at: datetime) -> None:
    """Take an outcome out, and keep that it was there."""
    undone = UndoneOutcome(
        id=uuid4(),
        department_id=logged.department_id,
        key=logged.key,
        call_id=logged.call_id,
        user_id=logged.user_id,
        outcome=logged.outcome,
        logged_at=logged.at,
        at=at,
    )
    session.add(undone)
    session.delete(logged)
