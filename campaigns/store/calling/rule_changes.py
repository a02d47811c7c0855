"""Changes of the calling rules: one at a time, each with who made it and what stood before, in the append-only trace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from campaigns.rules.calling.rule_changes import CHANGED, Subject
from campaigns.store.access_traces import note_access
from campaigns.store.session import tell
from campaigns.store.tables import AccessTrace, User

MOST_SHOWN: Final = 40


@dataclass(frozen=True)
class RuleChange:
    """One change. `of`: the jurisdiction, or the campaign."""

    subject: Subject
    of: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True)
class ChangeTold:
    """A change as the page shows it."""

    at: datetime
    who: str | None
    subject: Subject
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def lock_calling_rules(session: Session, of: str) -> None:
    """Let nobody else change the rules of a jurisdiction or a campaign before this transaction ends."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"calling_rules:{of}", 0))))


def latest_change(session: Session, of: str) -> str:
    """Return a mark of the last change: two people who saw the same mark saw the same rules."""
    changes = select(func.count()).where(AccessTrace.action == CHANGED, AccessTrace.subject["of"].astext == of)
    return str(session.scalar(changes) or 0)


def note_rule_change(
    session: Session, change: RuleChange, *, department_id: UUID | None, user_id: UUID | None, at: datetime
) -> None:
    """Append a change to the trace; the dialler looks at the rules again."""
    subject = {
        "what": change.subject.value,
        "of": change.of,
        "before": dict(change.before),
        "after": dict(change.after),
    }
    note_access(
        session,
        AccessTrace(at=at, user_id=user_id, department_id=department_id, action=CHANGED, subject=subject),
    )
    tell(session, "dialler")


def rule_changes(session: Session, of: Sequence[str]) -> Sequence[ChangeTold]:
    """Return the latest changes of some jurisdictions and campaigns, the newest first."""
    query = (
        select(AccessTrace.at, User.name, AccessTrace.subject)
        .outerjoin(User, User.id == AccessTrace.user_id)
        .where(AccessTrace.action == CHANGED, or_(*(AccessTrace.subject["of"].astext == one for one in of)))
        .order_by(AccessTrace.at.desc())
        .limit(MOST_SHOWN)
    )
    return [
        ChangeTold(at, who, Subject(subject["what"]), subject["before"], subject["after"])
        for at, who, subject in session.execute(query)
    ]
