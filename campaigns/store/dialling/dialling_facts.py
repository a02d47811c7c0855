"""Reads what rules/floor/why_not_dialling.py asks: the same tables and conditions that the dialler goes by."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from campaigns.rules.accounts.account import Ending
from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.call_states import CallStatus, Direction
from campaigns.rules.calling.calling_hours import CallingRules, may_call, may_ring, next_opening
from campaigns.rules.calling.place_calendars import shut_places
from campaigns.rules.carrier.schedule import RING_MARGIN
from campaigns.rules.floor.why_not_dialling import DiallingFacts
from campaigns.rules.list_states import ListStatus
from campaigns.rules.reports.bounded_counts import DUE_AT_MOST, at_least, bounded
from campaigns.store.calling.calling_rules import calling_rules, place_calendar
from campaigns.store.calling.due_people import Tongues, due_people, next_due
from campaigns.store.calls.carriers import carrier_pause
from campaigns.store.dialling.dialler_now import DiallerNow
from campaigns.store.tables import AgentSession, BeneficiaryList, Call, Campaign
from campaigns.store.totals.case_totals import counted_cases

ANSWERS_WITHIN: Final = timedelta(seconds=5)  # a phone company that is well answers in a part of one
LEAVES_WITHIN: Final = timedelta(seconds=10)  # of being handed out, or a later one has left
ASKED_LATELY: Final = timedelta(seconds=30)  # by then it is left alone, or has answered others


class _Calls(NamedTuple):
    """Calls by how far they are; `previews` wait for their agents, `unanswered` ones were asked of the carrier."""

    sent: int
    leaving: int
    not_leaving: int
    previews: int
    unanswered: int


@dataclass(frozen=True)
class _Desks:
    by_status: dict[AgentStatus, int]
    ready_silent: int
    links_down: int
    tongues: Tongues


def dialling_facts(
    session: Session,
    campaign: Campaign,
    *,
    carrier: str,
    desk_silence: timedelta,
    now: datetime,
    dialler: DiallerNow | None = None,
) -> DiallingFacts:
    """Return what stands between a campaign and its next call; of lines and the dialler itself only where handed in."""
    rules = calling_rules(session, campaign)
    closed = may_ring(rules, now=now, seconds=campaign.ring_seconds)
    # Shortly before closing time nobody is rung any more: then it opens after the hours that are about to end.
    looked_from = now if may_call(rules, now=now) else now + timedelta(seconds=campaign.ring_seconds)
    pause = carrier_pause(session, carrier, caller_id=campaign.caller_id, now=now)
    desks = _desks(session, campaign.id, heard_since=now - desk_silence)
    lists, approved = _lists(session, campaign.id)
    people = counted_cases(session, campaign.id)
    due = due_people(session, campaign, desks.tongues, _shut(session, campaign, rules, now=now), now=now)
    calls = _calls(session, campaign, now=now)
    met = partial(_met, all_of_them=due.people <= DUE_AT_MOST)
    return DiallingFacts(
        campaign=campaign.status,
        lists=lists,
        lists_approved=approved,
        cases=people.persons,
        open_cases=people.waiting,
        queued=people.waiting - people.number(Ending.IN_CALL),
        unreached=people.unreachable,
        due=bounded(due.people, DUE_AT_MOST),
        due_busy=met(due.busy),
        due_unspoken=met(sum(due.unspoken.values())),
        unspoken=tuple(sorted(due.unspoken)),
        due_unready=met(sum(due.unready.values())),
        unready=tuple(sorted(due.unready)),
        due_owner_away=met(due.owner_away),
        due_opted_out=met(due.opted_out),
        due_shut=met(due.shut),
        due_resting=met(due.resting),
        next_due=next_due(session, campaign.id, now=now),
        closed_because=closed.because if closed else None,
        opens_at=next_opening(rules, now=looked_from) if closed else None,
        carrier_trouble=pause.because if pause else None,
        carrier_until=pause.until if pause else None,
        agents=desks.by_status,
        ready_silent=desks.ready_silent,
        links_down=desks.links_down,
        dialling=calls.sent + (0 if pause else calls.leaving),
        not_leaving=calls.not_leaving,
        unanswered=calls.unanswered,
        previews=calls.previews,
        lines=dialler.lines if dialler else None,
        lines_taken=dialler.taken if dialler else 0,
        dialler_leads=dialler is None or dialler.leads,
        starting=dialler is not None and dialler.starts,
    )


def _met(counted: int, *, all_of_them: bool) -> int:
    """Return how many are held by one thing; where not everybody due was looked at, at least so many."""
    return counted if all_of_them else at_least(counted)


def _shut(session: Session, campaign: Campaign, rules: CallingRules, *, now: datetime) -> list[str]:
    """Return the areas in which no phone may ring now, or not to its last ring: as the dialler asks."""
    places = place_calendar(session, campaign.region, now=now)
    moments = (now, now + timedelta(seconds=campaign.ring_seconds))
    return sorted({area for moment in moments for area in shut_places(rules, places, now=moment)})


def _desks(session: Session, campaign_id: UUID, *, heard_since: datetime) -> _Desks:
    is_down = (AgentSession.status == AgentStatus.PAUSED) & (AgentSession.pause_reason == PauseReason.LINK_DOWN)
    query = select(
        AgentSession.status, AgentSession.languages, AgentSession.heard_at < heard_since, is_down.is_(True)
    ).where(AgentSession.campaign_id == campaign_id, AgentSession.status != AgentStatus.SIGNED_OUT)
    by_status = dict.fromkeys(AgentStatus, 0)
    silent, down, everybody, ready = 0, 0, list[list[str]](), list[list[str]]()
    for status, languages, is_silent, its_link_is_down in session.execute(query):
        by_status[status] += 1
        down += its_link_is_down
        everybody.append(languages)
        if status is AgentStatus.READY:
            silent += is_silent
            ready += [] if is_silent else [languages]
    return _Desks(by_status, silent, down, Tongues(_spoken(everybody), _spoken(ready) if ready else None))


def _spoken(desks: list[list[str]]) -> frozenset[str] | None:
    """Return the languages of some agents; None where one of them takes any."""
    return frozenset(chain.from_iterable(desks)) if all(desks) else None


def _lists(session: Session, campaign_id: UUID) -> tuple[int, int]:
    query = select(func.count(), func.count().filter(BeneficiaryList.status == ListStatus.APPROVED)).where(
        BeneficiaryList.campaign_id == campaign_id,
        BeneficiaryList.status.not_in([ListStatus.WITHDRAWN, ListStatus.REPLACED]),
    )
    lists, approved = session.execute(query).one()
    return lists, approved


def _calls(session: Session, campaign: Campaign, *, now: datetime) -> _Calls:
    settled = [CallStatus.INTENDED, CallStatus.TALKING, CallStatus.ENDED, CallStatus.UNKNOWN]  # unknown: may not ring
    on_their_way = and_(Call.status.not_in(settled), Call.direction == Direction.OUT)
    handed_out = and_(~Call.preview, Call.status == CallStatus.INTENDED)
    asked = and_(
        Call.status.in_([CallStatus.SENT, CallStatus.UNKNOWN]),
        Call.carrier_call_id.is_(None),
        Call.sent_at.between(now - ASKED_LATELY, now - ANSWERS_WITHIN),
    )
    has_rung_off = Call.sent_at < now - timedelta(seconds=campaign.ring_seconds) - RING_MARGIN - ANSWERS_WITHIN
    overdue = and_(Call.status.in_([CallStatus.QUEUED, CallStatus.RINGING]), has_rung_off)  # upkeep has asked in vain
    of_ours = and_(Call.carrier_call_id.is_not(None), Call.direction == Direction.OUT)
    query = select(
        func.count().filter(on_their_way),
        func.array_agg(Call.intended_at).filter(handed_out),
        func.count().filter(Call.preview, Call.status == CallStatus.INTENDED),
        func.array_agg(Call.sent_at).filter(or_(asked, and_(of_ours, overdue))),
        func.max(Call.sent_at).filter(of_ours, ~overdue),
    ).where(Call.campaign_id == campaign.id, Call.status != CallStatus.ENDED)
    sent, handed_out_at, previews, asked_at, answered = session.execute(query).one()
    silent = [at for at in asked_at or [] if at is not None and (answered is None or at > answered)]
    waits = [at for at in handed_out_at or [] if at < now - LEAVES_WITHIN and (answered is None or at > answered)]
    return _Calls(sent, len(handed_out_at or []) - len(waits), len(waits), previews, len(silent))
