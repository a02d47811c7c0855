"""Reads what rules/why_not_dialling.py asks: the same tables and conditions that the dialler goes by."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus
from campaigns.rules.calling_hours import may_call, next_opening
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.why_not_dialling import DiallingFacts
from campaigns.store.campaigns import calling_rules
from campaigns.store.carriers import carrier_pause
from campaigns.store.tables import AgentSession, BeneficiaryList, BeneficiaryPhone, Call, Campaign, Case

_QUEUED = Case.status.in_([CaseStatus.WAITING, CaseStatus.CALLBACK])


@dataclass(frozen=True)
class _Desks:
    by_status: dict[AgentStatus, int]
    ready_silent: int
    languages: frozenset[str] | None  # None: somebody takes any language


def dialling_facts(
    session: Session, campaign: Campaign, *, carrier: str, desk_silence: timedelta, now: datetime
) -> DiallingFacts:
    """Return what stands between a campaign and its next call."""
    rules = calling_rules(session, campaign)
    closed = may_call(rules, now=now)
    pause = carrier_pause(session, carrier, now=now)
    desks = _desks(session, campaign.id, heard_since=now - desk_silence)
    lists, approved = _lists(session, campaign.id)
    cases, open_cases, next_due = _cases(session, campaign.id, now=now)
    due, busy, unspoken = _due(session, campaign.id, desks.languages, now=now)
    dialling, previews = _calls(session, campaign.id)
    return DiallingFacts(
        campaign=campaign.status,
        lists=lists,
        lists_approved=approved,
        cases=cases,
        open_cases=open_cases,
        due=due,
        due_busy=busy,
        due_unspoken=sum(unspoken.values()),
        unspoken=tuple(sorted(unspoken)),
        next_due=next_due,
        closed_because=closed.because if closed else None,
        opens_at=next_opening(rules, now=now) if closed else None,
        carrier_trouble=pause.because if pause else None,
        carrier_until=pause.until if pause else None,
        agents=desks.by_status,
        ready_silent=desks.ready_silent,
        dialling=dialling,
        previews=previews,
    )


def _desks(session: Session, campaign_id: UUID, *, heard_since: datetime) -> _Desks:
    query = select(AgentSession.status, AgentSession.languages, AgentSession.heard_at < heard_since).where(
        AgentSession.campaign_id == campaign_id, AgentSession.status != AgentStatus.SIGNED_OUT
    )
    by_status = dict.fromkeys(AgentStatus, 0)
    silent, spoken, anything = 0, set[str](), False
    for status, languages, is_silent in session.execute(query):
        by_status[status] += 1
        silent += bool(is_silent and status is AgentStatus.READY)
        spoken.update(languages)
        anything = anything or not languages
    return _Desks(by_status, silent, None if anything else frozenset(spoken))


def _lists(session: Session, campaign_id: UUID) -> tuple[int, int]:
    query = select(func.count(), func.count().filter(BeneficiaryList.status == ListStatus.APPROVED)).where(
        BeneficiaryList.campaign_id == campaign_id, BeneficiaryList.status != ListStatus.WITHDRAWN
    )
    lists, approved = session.execute(query).one()
    return lists, approved


def _cases(session: Session, campaign_id: UUID, *, now: datetime) -> tuple[int, int, datetime | None]:
    query = select(
        func.count(),
        func.count().filter(Case.status != CaseStatus.CLOSED),
        func.min(Case.due_at).filter(_QUEUED, Case.due_at > now),
    ).where(Case.campaign_id == campaign_id)
    cases, open_cases, next_due = session.execute(query).one()
    return cases, open_cases, next_due


def _due(
    session: Session, campaign_id: UUID, spoken: frozenset[str] | None, *, now: datetime
) -> tuple[int, int, dict[str, int]]:
    """Return how many are due, how many of them have a busy phone, and those in languages nobody here speaks."""
    phone = BeneficiaryPhone
    in_a_call = exists().where(
        phone.beneficiary_id == Case.beneficiary_id,
        phone.position == Case.phone_position,
        Call.phone == phone.e164,
        Call.status != CallStatus.ENDED,
    )
    is_busy = in_a_call.label("busy")
    query = (
        select(Case.language, is_busy, func.count())
        .where(Case.campaign_id == campaign_id, _QUEUED, Case.due_at <= now)
        .group_by(Case.language, is_busy)
    )
    due, busy, unspoken = 0, 0, dict[str, int]()
    for language, in_call, number in session.execute(query):
        due += number
        if language and spoken is not None and language not in spoken:
            unspoken[language] = unspoken.get(language, 0) + number
        elif in_call:
            busy += number
    return due, busy, unspoken


def _calls(session: Session, campaign_id: UUID) -> tuple[int, int]:
    on_their_way = and_(
        Call.status.not_in([CallStatus.TALKING, CallStatus.ENDED]),
        or_(~Call.preview, Call.status != CallStatus.INTENDED),
    )
    query = select(
        func.count().filter(on_their_way),
        func.count().filter(Call.preview, Call.status == CallStatus.INTENDED),
    ).where(Call.campaign_id == campaign_id, Call.status != CallStatus.ENDED)
    dialling, previews = session.execute(query).one()
    return dialling, previews
