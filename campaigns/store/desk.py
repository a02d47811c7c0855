"""What a desk shows: the agent's state, her call with the person's record, promises and today's count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from campaigns.rules.calling_hours import CallingRules
from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.local_day import local_day
from campaigns.rules.outcomes import Outcome
from campaigns.rules.preview import skips_left
from campaigns.rules.script_progress import NEARLY_DONE
from campaigns.store.answers import answers_of_call
from campaigns.store.call_scripts import CallScript, PersonKnown, script_of_call
from campaigns.store.call_steps import newest_step
from campaigns.store.calling_rules import rules_of_case
from campaigns.store.carriers import rests_for
from campaigns.store.desk_days import DeskDay, desk_day
from campaigns.store.desk_supervisor import DeskSupervisor, supervisor_of_desk
from campaigns.store.phone_sharers import Sharer, others_on_phone
from campaigns.store.preview_skips import skips_in_a_row, skips_of_person
from campaigns.store.tables import (
    AgentSession,
    Area,
    Beneficiary,
    Call,
    Campaign,
    Case,
    Department,
    Scheme,
)

# Statements stand ready: a floor asks them some hundred times a second, and to put one together takes as long as to ask it.
_block, _district, _state = aliased(Area), aliased(Area), aliased(Area)
_CAMPAIGNS: Final = (
    select(Campaign, Department.name, Scheme.name)
    .join(Department, Department.id == Campaign.department_id)
    .join(Scheme, Scheme.id == Campaign.scheme_id)
)
_WORK: Final = _CAMPAIGNS.where(Campaign.id == bindparam("campaign_id"))
_CALL: Final = (
    select(Call, Beneficiary, Case.language, _block.name, _district.name, _state.name, Case)
    .join(Case, Case.id == Call.case_id)
    .join(Beneficiary, Beneficiary.id == Case.beneficiary_id)
    .outerjoin(_block, _block.id == Case.block_id)
    .outerjoin(_district, _district.id == Case.district_id)
    .outerjoin(_state, _state.id == Case.state_id)
    .where(Call.id == bindparam("call_id"))
)
WORKED = (CampaignStatus.APPROVED, CampaignStatus.RUNNING, CampaignStatus.PAUSED)
MOST_ATTEMPTS = 4
MOST_CALLBACKS = 6
_at = func.coalesce(Call.answered_at, Call.sent_at, Call.intended_at)
_EARLIER: Final = (
    select(_at, Call.outcome)
    .where(Call.case_id == bindparam("case_id"), Call.id != bindparam("call_id"), Call.outcome.is_not(None))
    .order_by(_at.desc())
    .limit(MOST_ATTEMPTS)
)
_CALLBACKS: Final = (
    select(Case.due_at, Beneficiary.name)
    .join(Beneficiary, Beneficiary.id == Case.beneficiary_id)
    .where(
        Case.campaign_id == bindparam("campaign_id"),
        Case.status == CaseStatus.CALLBACK,
        Case.owner_id == bindparam("user_id"),
    )
    .order_by(Case.due_at)
    .limit(MOST_CALLBACKS)
)


@dataclass(frozen=True)
class DeskCampaign:
    """A campaign that agents of an operator may work."""

    campaign: Campaign
    department: str
    scheme: str


@dataclass(frozen=True)
class DeskCall:
    """The call that the agent has or whose outcome she owes, with the person's record."""

    call: Call
    beneficiary: Beneficiary
    language: str | None
    block: str | None
    district: str | None
    state: str | None
    answers: Mapping[str, Any]
    attempts: Sequence[tuple[datetime, Outcome]]
    script: CallScript | None
    rules: CallingRules
    others: Sequence[Sharer]  # who waits on the same phone
    nearly_done: bool  # as the agent says
    skips_left: int = 0  # of records read before they are called


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
    return DeskCampaign(*session.execute(_WORK, {"campaign_id": campaign_id}).one())


def desk_state(session: Session, agent: AgentSession, *, now: datetime) -> DeskState:
    """Return what the desk of an agent session shows now."""
    work = desk_work(session, agent.campaign_id)
    zone = ZoneInfo(work.campaign.zone)
    return DeskState(
        agent,
        now,
        work,
        _desk_call(session, work.campaign, agent.call_id, now=now) if agent.call_id else None,
        rests_for(session, work.campaign.caller_id, now=now),
        _own_callbacks(session, agent),
        desk_day(session, agent, work.campaign.operator_id, midnight=local_day(zone, now=now).begins),
        supervisor_of_desk(session, agent.id),
    )


def _desk_call(session: Session, campaign: Campaign, call_id: UUID, *, now: datetime) -> DeskCall | None:
    row = session.execute(_CALL, {"call_id": call_id}).one_or_none()
    if row is None:
        return None
    call, beneficiary, language, block, district, state, case = row
    known = PersonKnown(beneficiary, language, block, district, state)
    script = script_of_call(session, call_id, known)
    return DeskCall(
        call,
        beneficiary,
        language,
        block,
        district,
        state,
        answers=answers_of_call(session, call_id),
        attempts=_earlier_attempts(session, call),
        script=script,
        others=others_on_phone(session, call),
        nearly_done=newest_step(session, call_id) == NEARLY_DONE,
        rules=rules_of_case(session, campaign, case, now=now),
        skips_left=_skips_left(session, call) if call.preview else 0,
    )


def _skips_left(session: Session, call: Call) -> int:
    agent = session.get(AgentSession, call.agent_session_id) if call.agent_session_id else None
    in_a_row = skips_in_a_row(session, agent) if agent else 0
    return skips_left(in_a_row=in_a_row, of_person=skips_of_person(session, call.case_id))


def _earlier_attempts(session: Session, call: Call) -> Sequence[tuple[datetime, Outcome]]:
    facts = {"case_id": call.case_id, "call_id": call.id}
    return [(moment, outcome) for moment, outcome in session.execute(_EARLIER, facts) if outcome]


def _own_callbacks(session: Session, agent: AgentSession) -> Sequence[tuple[datetime, str]]:
    facts = {"campaign_id": agent.campaign_id, "user_id": agent.user_id}
    return [(at, name) for at, name in session.execute(_CALLBACKS, facts)]
