"""People with open pages for a benchmark: agents at their desks, and supervisors at their boards."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.roles import Role
from campaigns.store.tables import AgentSession, Campaign, User

WHOLE_BENCH: Final = timedelta(hours=1)  # in which their desks count as heard


def save_stream_readers(
    session: Session, campaign: Campaign, *, desks: int, boards: int, now: datetime
) -> tuple[list[tuple[User, UUID]], list[User]]:
    """Save so many agents, each with her desk, and so many supervisors; nobody can sign in with these passwords."""
    agents = [_person(campaign, f"bench-agent-{number}", Role.AGENT, now) for number in range(desks)]
    supervisors = [_person(campaign, f"bench-supervisor-{number}", Role.SUPERVISOR, now) for number in range(boards)]
    session.add_all([*agents, *supervisors])
    session.flush()
    opened = [
        AgentSession(
            id=uuid4(),
            user_id=agent.id,
            campaign_id=campaign.id,
            department_id=campaign.department_id,
            status=AgentStatus.PAUSED,
            since=now,
            leg="none",
            languages=[],
            started_at=now,
            heard_at=now + WHOLE_BENCH,
        )
        for agent in agents
    ]
    session.add_all(opened)
    session.flush()
    return [(agent, desk.id) for agent, desk in zip(agents, opened, strict=True)], supervisors


def _person(campaign: Campaign, sign_in: str, role: Role, now: datetime) -> User:
    return User(
        sign_in=sign_in,
        password_hash=f"nobody's-{sign_in}",
        name=sign_in,
        role=role,
        operator_id=campaign.operator_id,
        created_at=now,
    )
