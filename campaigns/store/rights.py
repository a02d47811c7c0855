"""Who may see a campaign or a list: officers their department's, supervisors their operator's, admins all."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.rules.roles import Role
from campaigns.store.tables import BeneficiaryList, Campaign, User


def may_see_campaign(session: Session, person: User, campaign_id: UUID) -> bool:
    """Tell whether a person may see a campaign's floor and account; ask it in a transaction that sees everything."""
    campaign = session.get(Campaign, campaign_id)
    if campaign is None:
        return False
    match person.role:
        case Role.ADMIN:
            return True
        case Role.OFFICER:
            return person.department_id == campaign.department_id
        case Role.SUPERVISOR:
            return person.operator_id is not None and person.operator_id == campaign.operator_id
        case Role.AGENT | Role.PROGRAMME:
            return False


def may_tend_agents(person: User, campaign: Campaign) -> bool:
    """Tell whether a person may listen to agents of a campaign, write to them, pause them and sign them out."""
    if person.role is Role.ADMIN:
        return True
    return (
        person.role is Role.SUPERVISOR and person.operator_id is not None and person.operator_id == campaign.operator_id
    )


def may_give_password(giver: User, person: User) -> bool:
    """Tell whether somebody may give a person a new password: an admin to all, a supervisor to her company's agents."""
    if giver.role is Role.ADMIN:
        return True
    of_her_company = giver.operator_id is not None and giver.operator_id == person.operator_id
    return giver.role is Role.SUPERVISOR and person.role is Role.AGENT and of_her_company


def may_see_list(session: Session, person: User, list_id: UUID) -> bool:
    """Tell whether a person may see a list: floor staff never see whole lists of people."""
    if person.role not in (Role.OFFICER, Role.ADMIN):
        return False
    campaign_id = session.scalar(select(BeneficiaryList.campaign_id).where(BeneficiaryList.id == list_id))
    return campaign_id is not None and may_see_campaign(session, person, campaign_id)
