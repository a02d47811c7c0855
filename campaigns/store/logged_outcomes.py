"""Outcomes that agents have logged, and those that they took back."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from campaigns.store.tables import LoggedOutcome, UndoneOutcome


def was_undone(session: Session, key: str) -> bool:
    """Tell whether the outcome under an idempotency key was taken back: a late copy of it changes nothing."""
    return bool(session.scalar(select(exists().where(UndoneOutcome.key == key))))


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
