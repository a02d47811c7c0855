"""Which campaigns a person may watch, and the path of an area from its state down."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, select, true
from sqlalchemy.orm import Session

from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.roles import Role
from campaigns.store.tables import Area, Campaign, Department, User


def watched_campaigns(session: Session, person: User) -> Sequence[tuple[Campaign, str]]:
    """Return a person's campaigns with the names of their departments, running ones first, archived ones left out."""
    found = session.execute(
        select(Campaign, Department.name)
        .join(Department, Department.id == Campaign.department_id)
        .where(_of(person), Campaign.status != CampaignStatus.ARCHIVED)
        .order_by(Campaign.status != CampaignStatus.RUNNING, Campaign.created_at.desc(), Campaign.name)
    )
    return [(campaign, department) for campaign, department in found]


def watched_campaign(session: Session, person: User, campaign_id: UUID) -> Campaign | None:
    """Return one of a person's campaigns."""
    return session.scalar(select(Campaign).where(Campaign.id == campaign_id, _of(person)))


def area_path(session: Session, area_id: str) -> list[Area]:
    """Return an area and those above it, the state first; nothing where there is no such area."""
    path: list[Area] = []
    area = session.get(Area, area_id)
    while area is not None:
        path.insert(0, area)
        area = session.get(Area, area.parent_id) if area.parent_id else None
    return path


def _of(person: User) -> ColumnElement[bool]:
    """Officers and programme staff see their department's campaigns, supervisors their operator's, administrators all."""
    match person.role:
        case Role.ADMIN:
            return true()
        case Role.OFFICER | Role.PROGRAMME:
            return Campaign.department_id == person.department_id
        case Role.SUPERVISOR:
            return and_(Campaign.operator_id.is_not(None), Campaign.operator_id == person.operator_id)
        case Role.AGENT:
            return false()
