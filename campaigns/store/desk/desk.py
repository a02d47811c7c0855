"""What a desk shows: the agent's state, her call with the person's record, promises and today's count."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from campaigns.rules.campaign_states import CampaignStatus
from campaigns.store.calling.cases import PROMISED
from campaigns.store.calls.carriers import RESTS
from campaigns.store.desk.desk_calls import DeskCall, desk_call
from campaigns.store.desk.desk_days import DAY, DeskDay, desk_day
from campaigns.store.desk.desk_supervisor import SEEN, DeskSupervisor, supervisor_in
from campaigns.store.ready_statements import Ready
from campaigns.store.rows_as_one import rows_as_one
from campaigns.store.tables import AgentSession, Beneficiary, Campaign, Case, Department, Scheme

__all__ = ["DeskCall", "DeskCampaign", "DeskState", "desk_campaigns", "desk_state", "desk_work"]

WORKED = (CampaignStatus.APPROVED, CampaignStatus.RUNNING, CampaignStatus.PAUSED)
MOST_CALLBACKS = 6
_CAMPAIGNS: Final = (
    select(Campaign, Department.name, Scheme.name)
    .join(Department, Department.id == Campaign.department_id)
    .join(Scheme, Scheme.id == Campaign.scheme_id)
)
_CALLBACKS: Final = (  # that she has promised
    select(Case.due_at, Beneficiary.name)
    .join(Beneficiary, Beneficiary.id == Case.beneficiary_id)
    .join(AgentSession, and_(AgentSession.user_id == Case.owner_id, AgentSession.campaign_id == Case.campaign_id))
    .where(
        AgentSession.id == bindparam("agent_session_id"),
        PROMISED,
    )
    .order_by(Case.due_at)
    .limit(MOST_CALLBACKS)
)
# One statement that stands ready: a floor asks it some hundred times a second, and to put it together, or to ask each of
# these alone, takes longer than what it reads.
_DESK: Final = Ready(
    _CAMPAIGNS.add_columns(AgentSession, RESTS, rows_as_one(_CALLBACKS), rows_as_one(SEEN), *DAY)
    .join(AgentSession, AgentSession.campaign_id == Campaign.id)
    .where(AgentSession.id == bindparam("agent_session_id"))
)


@dataclass(frozen=True)
class DeskCampaign:
    """A campaign that agents of an operator may work."""

    campaign: Campaign
    department: str
    scheme: str


@dataclass(frozen=True)
class DeskState:
    """Everything that a desk shows at one moment."""

    agent: AgentSession
    at: datetime
    work: DeskCampaign
    call: DeskCall | None
    carrier_rests: bool = False  # nobody can be called: the phone company is in trouble
    callbacks: Sequence[tuple[datetime, str]] = field(default=())
    day: DeskDay = field(default_factory=DeskDay)
    supervisor: DeskSupervisor = field(default_factory=DeskSupervisor)


def desk_campaigns(session: Session, operator_id: UUID | None) -> Sequence[DeskCampaign]:
    """Return the campaigns that an operator's agents may work now, by name."""
    hers = and_(Campaign.operator_id.is_not(None), Campaign.operator_id == operator_id)
    found = _CAMPAIGNS.where(hers, Campaign.status.in_(WORKED))
    return [DeskCampaign(*row) for row in session.execute(found.order_by(Campaign.name))]


def desk_work(session: Session, campaign_id: UUID) -> DeskCampaign:
    """Return a campaign as a desk names it."""
    return DeskCampaign(*session.execute(_CAMPAIGNS.where(Campaign.id == campaign_id)).one())


def desk_state(session: Session, agent_session_id: UUID, *, now: datetime) -> DeskState:
    """Return what the desk of an agent session shows now."""
    found = _DESK.one(session, {"agent_session_id": agent_session_id, "now": now})
    if found is None:
        raise LookupError(agent_session_id)
    campaign, department, scheme, agent, rests, callbacks, seen, *day = found
    return DeskState(
        agent,
        now,
        DeskCampaign(campaign, department, scheme),
        desk_call(session, campaign, agent.call_id, now=now) if agent.call_id else None,
        rests,
        [(datetime.fromisoformat(at), name) for at, name in callbacks or ()],
        desk_day(session, agent, campaign, DeskDay(*day), now=now),
        supervisor_in(seen or []),
    )
