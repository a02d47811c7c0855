"""Records passed over in preview mode: noted with their reason, and counted for whoever must see it."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.rules.calling.preview import SkipReason
from campaigns.store.tables import AgentSession, Call, PreviewSkip, User


@dataclass(frozen=True)
class SkippedBy:
    """How many records an agent has read, and how many of them she has passed over, by reason."""

    agent: User
    read: int
    reasons: Counter[SkipReason]


def note_preview_skip(session: Session, call: Call, user_id: UUID, reason: SkipReason, *, at: datetime) -> bool:
    """Insert once for each record shown; False where it is noted already."""
    skip = insert(PreviewSkip).values(
        id=uuid4(),
        department_id=call.department_id,
        campaign_id=call.campaign_id,
        call_id=call.id,
        case_id=call.case_id,
        user_id=user_id,
        reason=reason,
        at=at,
    )
    return session.scalar(skip.on_conflict_do_nothing().returning(PreviewSkip.id)) is not None


def skips_of_person(session: Session, case_id: UUID) -> int:
    """Return how often somebody was passed over."""
    return session.scalar(select(func.count()).where(PreviewSkip.case_id == case_id)) or 0


def skips_in_a_row(session: Session, agent: AgentSession) -> int:
    """Return how many records an agent has passed over at this desk since she last dialled one."""
    dialled = select(func.max(Call.intended_at)).where(Call.agent_session_id == agent.id, Call.sent_at.is_not(None))
    since = func.coalesce(dialled.scalar_subquery(), agent.started_at)
    mine = select(func.count()).where(
        PreviewSkip.user_id == agent.user_id, PreviewSkip.campaign_id == agent.campaign_id, PreviewSkip.at > since
    )
    return session.scalar(mine) or 0


def skips_by_agent(session: Session, campaign_id: UUID, *, since: datetime) -> Sequence[SkippedBy]:
    """Return the agents who have passed records over since a moment, whoever did it most first."""
    skipped = (
        select(User, PreviewSkip.reason, func.count())
        .join(PreviewSkip, PreviewSkip.user_id == User.id)
        .where(PreviewSkip.campaign_id == campaign_id, PreviewSkip.at >= since)
        .group_by(User.id, PreviewSkip.reason)
    )
    people, reasons = dict[UUID, User](), dict[UUID, Counter[SkipReason]]()
    for person, reason, times in session.execute(skipped):
        people[person.id] = person
        reasons.setdefault(person.id, Counter())[reason] += times
    dialled = _dialled(session, campaign_id, people, since=since)
    found = [
        SkippedBy(person, dialled[person.id] + reasons[person.id].total(), reasons[person.id])
        for person in people.values()
    ]
    return sorted(found, key=lambda one: (-one.reasons.total(), one.agent.name))


def _dialled(session: Session, campaign_id: UUID, people: Collection[UUID], *, since: datetime) -> Counter[UUID]:
    if not people:  # no campaign that only dials ahead has any: all its calls of a week would be looked at for nothing
        return Counter()
    calls = (
        select(AgentSession.user_id, func.count())
        .join(Call, Call.agent_session_id == AgentSession.id)
        .where(
            Call.campaign_id == campaign_id,
            Call.intended_at >= since,
            Call.sent_at.is_not(None),
            AgentSession.user_id.in_(people),
        )
        .group_by(AgentSession.user_id)
    )
    return Counter({row.user_id: row[1] for row in session.execute(calls)})
