"""Reads what rules/why_not_dialling.py asks: the same tables and conditions that the dialler goes by."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_caps import Hold
from campaigns.rules.call_states import CallStatus, Direction
from campaigns.rules.calling_hours import may_call, next_opening
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.place_calendars import shut_places
from campaigns.rules.why_not_dialling import DiallingFacts
from campaigns.store.calling_rules import calling_rules, place_calendar
from campaigns.store.carriers import carrier_pause
from campaigns.store.opt_outs import is_silenced
from campaigns.store.tables import AgentSession, BeneficiaryList, BeneficiaryPhone, Call, Campaign, Case

_QUEUED = Case.status.in_([CaseStatus.WAITING, CaseStatus.CALLBACK])

_READY_AT = func.greatest(Case.due_at, Case.held_until)
_RESTS = [Hold.PHONE_RESTS.value, Hold.PHONE_CAP.value, Hold.PERSON_CAP.value]


@dataclass(frozen=True)
class _Desks:
    by_status: dict[AgentStatus, int]
    ready_silent: int
    languages: frozenset[str] | None  # None: somebody takes any language


@dataclass
class _Due:
    people: int = 0
    busy: int = 0
    opted_out: int = 0
    shut: int = 0
    resting: int = 0
    unspoken: dict[str, int] = field(default_factory=dict)


def dialling_facts(
    session: Session, campaign: Campaign, *, carrier: str, desk_silence: timedelta, now: datetime
) -> DiallingFacts:
    """Return what stands between a campaign and its next call."""
    rules = calling_rules(session, campaign)
    closed = may_call(rules, now=now)
    pause = carrier_pause(session, carrier, caller_id=campaign.caller_id, now=now)
    desks = _desks(session, campaign.id, heard_since=now - desk_silence)
    lists, approved = _lists(session, campaign.id)
    cases, open_cases, next_due = _cases(session, campaign.id, now=now)
    shut = shut_places(rules, place_calendar(session, campaign.region, now=now), now=now)
    due = _due(session, campaign, desks.languages, list(shut), now=now)
    dialling, previews = _calls(session, campaign.id)
    return DiallingFacts(
        campaign=campaign.status,
        lists=lists,
        lists_approved=approved,
        cases=cases,
        open_cases=open_cases,
        due=due.people,
        due_busy=due.busy,
        due_unspoken=sum(due.unspoken.values()),
        unspoken=tuple(sorted(due.unspoken)),
        due_opted_out=due.opted_out,
        due_shut=due.shut,
        due_resting=due.resting,
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
        BeneficiaryList.campaign_id == campaign_id,
        BeneficiaryList.status.not_in([ListStatus.WITHDRAWN, ListStatus.REPLACED]),
    )
    lists, approved = session.execute(query).one()
    return lists, approved


def _cases(session: Session, campaign_id: UUID, *, now: datetime) -> tuple[int, int, datetime | None]:
    query = select(
        func.count(),
        func.count().filter(Case.status != CaseStatus.CLOSED),
        func.min(_READY_AT).filter(_QUEUED, now < _READY_AT),
    ).where(Case.campaign_id == campaign_id)
    cases, open_cases, next_due = session.execute(query).one()
    return cases, open_cases, next_due


def _due(
    session: Session, campaign: Campaign, spoken: frozenset[str] | None, shut: list[str], *, now: datetime
) -> _Due:
    """Count who is due, and what holds each of them: the language first, then the place, the number, a call on it."""
    phone = BeneficiaryPhone
    tried_now = and_(phone.beneficiary_id == Case.beneficiary_id, phone.position == Case.phone_position)
    opted_out = is_silenced(phone.e164, campaign.department_id, campaign.scheme_id)
    in_a_call = exists().where(Call.phone == phone.e164, Call.status != CallStatus.ENDED)
    areas = or_(Case.state_id.in_(shut), Case.district_id.in_(shut), Case.block_id.in_(shut)).is_(True)
    rests = and_(Case.held_until > now, Case.held_because.in_(_RESTS)).is_(True)
    held_by = (areas.label("shut"), opted_out.label("opted_out"), in_a_call.label("in_a_call"), rests.label("rests"))
    query = (
        select(Case.language, *held_by, func.count())
        .outerjoin(phone, tried_now)
        .where(Case.campaign_id == campaign.id, _QUEUED, Case.due_at <= now)
        .group_by(Case.language, *held_by)
    )
    due = _Due()
    for language, is_shut, is_opted_out, is_in_a_call, is_resting, people in session.execute(query):
        due.people += people
        if language and spoken is not None and language not in spoken:
            due.unspoken[language] = due.unspoken.get(language, 0) + people
        elif is_shut:
            due.shut += people
        elif is_opted_out:
            due.opted_out += people
        elif is_in_a_call:
            due.busy += people
        elif is_resting:
            due.resting += people
    return due


def _calls(session: Session, campaign_id: UUID) -> tuple[int, int]:
    on_their_way = and_(
        Call.status.not_in([CallStatus.TALKING, CallStatus.ENDED]),
        or_(~Call.preview, Call.status != CallStatus.INTENDED),
        Call.direction == Direction.OUT,
    )
    query = select(
        func.count().filter(on_their_way),
        func.count().filter(Call.preview, Call.status == CallStatus.INTENDED),
    ).where(Call.campaign_id == campaign_id, Call.status != CallStatus.ENDED)
    dialling, previews = session.execute(query).one()
    return dialling, previews
