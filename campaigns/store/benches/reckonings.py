"""Numbers of one campaign as they stand: for the demo's progress, and for the reckoning against the carrier's log."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, case, func, select
from sqlalchemy.orm import Session

from campaigns.rules.agent_states import AgentEvent, AgentStatus
from campaigns.rules.call_states import CallStatus
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.store.tables import AgentSession, AgentSessionMove, BeneficiaryList, Call, Case


@dataclass(frozen=True)
class Numbers:
    """How far a campaign is."""

    accepted: int
    rejected: int
    ignored: int
    cases: int
    cases_closed: int
    waiting: int  # for their first or next call, callbacks among them
    reached: int
    calls: int  # that left for the carrier
    live: int
    answered: int
    talked: int
    abandoned: int
    outcomes: dict[Outcome, int]  # of calls
    agents: dict[AgentStatus, int]  # at their desks now
    agents_with_calls: int

    @property
    def rows(self) -> int:
        """Return how many rows the files have."""
        return self.accepted + self.rejected + self.ignored


@dataclass(frozen=True)
class KnownCall:
    """One call as the database has it."""

    phone: str
    carrier_call_id: str | None
    status: CallStatus
    left: bool  # a request left for the carrier


def numbers_of_campaign(session: Session, campaign_id: UUID) -> Numbers:
    """Count rows, people, calls and agents of a campaign."""
    lists = select(
        func.coalesce(func.sum(BeneficiaryList.accepted), 0),
        func.coalesce(func.sum(BeneficiaryList.rejected), 0),
        func.coalesce(func.sum(BeneficiaryList.ignored), 0),
    ).where(BeneficiaryList.campaign_id == campaign_id)
    accepted, rejected, ignored = session.execute(lists).one()
    closed = Case.status == CaseStatus.CLOSED
    waiting = Case.status.in_([CaseStatus.WAITING, CaseStatus.CALLBACK])
    cases = select(func.count(), _where(closed), _where(waiting), _where(Case.reached))
    people = session.execute(cases.where(Case.campaign_id == campaign_id)).one()
    left = Call.sent_at.is_not(None)
    calls = select(
        _where(left),
        _where(Call.status != CallStatus.ENDED),
        _where(left & Call.answered_at.is_not(None)),
        _where(left & Call.talking_at.is_not(None)),
        _where(Call.abandoned),
    ).where(Call.campaign_id == campaign_id)
    dialled = session.execute(calls).one()
    return Numbers(
        accepted=accepted,
        rejected=rejected,
        ignored=ignored,
        cases=people[0],
        cases_closed=people[1],
        waiting=people[2],
        reached=people[3],
        calls=dialled[0],
        live=dialled[1],
        answered=dialled[2],
        talked=dialled[3],
        abandoned=dialled[4],
        outcomes=_outcomes(session, campaign_id),
        agents=_agents(session, campaign_id),
        agents_with_calls=_agents_with_calls(session, campaign_id),
    )


def known_calls(session: Session, campaign_id: UUID) -> list[KnownCall]:
    """Return every call of a campaign, those that people made to us among them."""
    rows = select(Call.phone, Call.carrier_call_id, Call.status, Call.sent_at.is_not(None))
    return [KnownCall(*row) for row in session.execute(rows.where(Call.campaign_id == campaign_id))]


def carrier_ids(session: Session, campaign_id: UUID) -> dict[str, UUID]:
    """Return the calls of a campaign that the carrier knows, by its ids."""
    bound = select(Call.carrier_call_id, Call.id).where(
        Call.campaign_id == campaign_id, Call.carrier_call_id.is_not(None)
    )
    return {carrier_call_id: call_id for carrier_call_id, call_id in session.execute(bound) if carrier_call_id}


def busy_share(session: Session, campaign_id: UUID, *, since: datetime, until: datetime) -> float | None:
    """Return the share of the time in which agents could have worked that they talked or wrapped up; None: no time."""
    move = AgentSessionMove
    frees = [AgentEvent.LOG, AgentEvent.GO_READY, AgentEvent.RELEASE]  # she may take who waits at that very moment
    rank = case((move.event == AgentEvent.HANG_UP, 0), (move.event.in_(frees), 1), else_=2)
    until_next = func.lead(move.at).over(partition_by=move.agent_session_id, order_by=(move.at, rank))
    stays = (
        select(move.after, move.at.label("begins"), func.coalesce(until_next, until).label("ends"))
        .join(AgentSession, AgentSession.id == move.agent_session_id)
        .where(AgentSession.campaign_id == campaign_id)
        .subquery()
    )
    within = func.least(stays.c.ends, until) - func.greatest(stays.c.begins, since)
    seconds = func.sum(func.extract("epoch", within))
    busy = stays.c.after.in_([AgentStatus.ON_CALL, AgentStatus.WRAP_UP])
    free = stays.c.after.in_([AgentStatus.READY, AgentStatus.RESERVED])
    query = select(seconds.filter(busy), seconds.filter(busy | free)).where(
        stays.c.ends > since, stays.c.begins < until
    )
    worked, present = session.execute(query).one()
    return float(worked or 0) / float(present) if present else None


def _where(condition: SQLColumnExpression[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)


def _outcomes(session: Session, campaign_id: UUID) -> dict[Outcome, int]:
    mine = (Call.campaign_id == campaign_id, Call.outcome.is_not(None))
    counted = select(Call.outcome, func.count()).where(*mine).group_by(Call.outcome)
    return {outcome: number for outcome, number in session.execute(counted) if outcome is not None}


def _agents(session: Session, campaign_id: UUID) -> dict[AgentStatus, int]:
    mine = (AgentSession.campaign_id == campaign_id, AgentSession.status != AgentStatus.SIGNED_OUT)
    counted = select(AgentSession.status, func.count().label("number")).where(*mine).group_by(AgentSession.status)
    return {row.status: row.number for row in session.execute(counted)}


def _agents_with_calls(session: Session, campaign_id: UUID) -> int:
    mine = (Call.campaign_id == campaign_id, Call.talking_at.is_not(None))
    joined = select(func.count(AgentSession.user_id.distinct())).join(Call, Call.agent_session_id == AgentSession.id)
    return session.scalar(joined.where(*mine)) or 0
