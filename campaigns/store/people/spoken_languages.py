"""Which languages the agents of a campaign's operator speak."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.rules.roles import Role
from campaigns.store.tables import Campaign, User


def spoken_languages(session: Session, campaign: Campaign) -> frozenset[str] | None:
    """Return the languages of its active agents; None where one speaks any, or no agent has been entered yet."""
    agents = select(User.languages).where(User.role == Role.AGENT, User.active.is_(True))
    if campaign.operator_id:
        agents = agents.where(User.operator_id == campaign.operator_id)
    spoken = session.scalars(agents).all()
    return frozenset(language for one in spoken for language in one) if spoken and all(spoken) else None
