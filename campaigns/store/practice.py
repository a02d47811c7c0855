"""Practice calls in the store, and how many an agent has passed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.rules.roles import Role
from campaigns.store.tables import Campaign, PracticeCall, User


@dataclass(frozen=True)
class PersonasMet:
    """With whom an agent has practised in one version and language: passed and tried, by persona."""

    passed: Counter[str]
    tried: Counter[str]


@dataclass(frozen=True)
class PractisedAgent:
    """An agent with the practice calls that she has passed by language, and when she practised last."""

    agent: User
    passed: dict[str, int]
    tried: int
    last_at: datetime | None


def open_practice_call(session: Session, user_id: UUID) -> PracticeCall | None:
    """Return the practice call that an agent is in or whose outcome she has not logged, locked for change."""
    mine = select(PracticeCall).where(PracticeCall.user_id == user_id, PracticeCall.logged_at.is_(None))
    return session.scalar(mine.with_for_update())


def newest_practice_call(session: Session, user_id: UUID, version_id: UUID, language: str) -> PracticeCall | None:
    """Return the practice call that an agent has begun last."""
    mine = select(PracticeCall).where(
        PracticeCall.user_id == user_id,
        PracticeCall.script_version_id == version_id,
        PracticeCall.language == language,
    )
    return session.scalar(mine.order_by(PracticeCall.began_at.desc()).limit(1))


def save_practice_call(session: Session, call: PracticeCall) -> bool:
    """Insert a practice call; False where she has one open."""
    values = {column.key: getattr(call, column.key) for column in PracticeCall.__mapper__.column_attrs}
    present = {key: value for key, value in values.items() if value is not None}
    statement = insert(PracticeCall).values(**present).on_conflict_do_nothing().returning(PracticeCall.id)
    return session.scalar(statement) is not None


def personas_met(session: Session, user_id: UUID, version_id: UUID, language: str) -> PersonasMet:
    """Return with whom an agent has practised a version of a script in a language."""
    mine = select(PracticeCall.persona, PracticeCall.passed).where(
        PracticeCall.user_id == user_id,
        PracticeCall.script_version_id == version_id,
        PracticeCall.language == language,
    )
    met = session.execute(mine).all()
    return PersonasMet(Counter(key for key, passed in met if passed), Counter(key for key, _ in met))


def practice_passed(session: Session, user_id: UUID, version_id: UUID | None) -> dict[str, int]:
    """Return how many practice calls an agent has passed with a version of a script, by language."""
    passed = (
        select(PracticeCall.language, func.count())
        .where(
            PracticeCall.user_id == user_id, PracticeCall.script_version_id == version_id, PracticeCall.passed.is_(True)
        )
        .group_by(PracticeCall.language)
    )
    return {row.language: row[1] for row in session.execute(passed)}


def practised_agents(session: Session, campaign: Campaign) -> Sequence[PractisedAgent]:
    """Return all agents of a campaign's operator, with what they have passed of its newest script."""
    agents = select(User).where(User.operator_id == campaign.operator_id, User.role == Role.AGENT, User.active)
    calls = select(PracticeCall.user_id, PracticeCall.language, PracticeCall.passed, PracticeCall.began_at).where(
        PracticeCall.campaign_id == campaign.id, PracticeCall.script_version_id == campaign.script_version_id
    )
    passed, tried, last = Counter[tuple[UUID, str]](), Counter[UUID](), dict[UUID, datetime]()
    for user_id, language, good, at in session.execute(calls):
        passed[user_id, language] += bool(good)
        tried[user_id] += 1
        last[user_id] = max(last.get(user_id, at), at)
    return [
        PractisedAgent(
            agent,
            {language: calls for (user_id, language), calls in passed.items() if user_id == agent.id},
            tried[agent.id],
            last.get(agent.id),
        )
        for agent in session.scalars(agents.order_by(User.name, User.sign_in))
    ]
