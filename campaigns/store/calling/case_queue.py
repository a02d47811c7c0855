"""What the dialler would see of one case now: its rules, its number, its place in the line, and who could take it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import any_, func, literal, or_, select, text, true
from sqlalchemy.orm import Session

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.calling.call_caps import Hold
from campaigns.rules.calling.next_call import CaseNow
from campaigns.rules.case_states import CaseStatus
from campaigns.store.calling.call_caps import person_held_back
from campaigns.store.calling.calling_rules import rules_of_case
from campaigns.store.calling.ready_lanes import place_of
from campaigns.store.calls.carriers import carrier_pause
from campaigns.store.people.opt_outs import number_is_silenced
from campaigns.store.tables import AgentSession, Campaign, Case
from campaigns.store.tables.cases import PLACE, QUEUED, READY_AT, TONGUE

WAITING: Final = (CaseStatus.WAITING, CaseStatus.CALLBACK)
MOST_BEFORE: Final = 1000  # people before her in the line that are counted


def case_now(
    session: Session, campaign: Campaign, case: Case, phones: Sequence[str], *, carrier: str, now: datetime
) -> CaseNow:
    """Return what the dialler would see of a case now."""
    phone = phones[case.phone_position] if case.phone_position < len(phones) else None
    pause = carrier_pause(session, carrier, caller_id=campaign.caller_id, now=now)
    signed_in, ready = _speakers(session, case)
    until, because = _held(session, campaign, case, phone, now=now)
    return CaseNow(
        status=case.status,
        campaign=campaign.status,
        due_at=case.due_at,
        held_until=until,
        held_because=because,
        rules=rules_of_case(session, campaign, case, now=now),
        silenced=phone is not None and number_is_silenced(session, phone, campaign.department_id, campaign.scheme_id),
        carrier_until=pause.until if pause else None,
        speakers_signed_in=signed_in,
        speakers_ready=ready,
        before_her=_before(session, case, now=now) if case.due_at <= now else 0,
    )


def _held(
    session: Session, campaign: Campaign, case: Case, phone: str | None, *, now: datetime
) -> tuple[datetime | None, Hold | None]:
    """Return what holds a case back as the queue has found, or would find: it looks only while an agent is free."""
    if case.held_until and case.held_until > now:
        return case.held_until, Hold(case.held_because) if case.held_because else None
    if phone is None or case.status not in WAITING:
        return None, None
    promised = case.status is CaseStatus.CALLBACK
    held = person_held_back(session, campaign, case, phone, promised=promised, now=now)
    told = held is not None and held.until > case.due_at and held.because is not Hold.OPTED_OUT  # told as silenced
    return (held.until, held.because) if held and told else (None, None)


def _speakers(session: Session, case: Case) -> tuple[int, int]:
    anything = func.cardinality(AgentSession.languages) == 0
    speaks = or_(anything, literal(case.language) == any_(AgentSession.languages)) if case.language else true()
    query = select(func.count(), func.count().filter(AgentSession.status == AgentStatus.READY)).where(
        AgentSession.campaign_id == case.campaign_id, AgentSession.status != AgentStatus.SIGNED_OUT, speaks
    )
    signed_in, ready = session.execute(query).one()
    return signed_in, ready


def _before(session: Session, case: Case, *, now: datetime) -> int:
    """Count those who are due before her in her own line, along the index in which it stands."""
    line = text(f"""
      SELECT count(*) FROM (
        SELECT FROM cases WHERE campaign_id = :campaign_id AND priority = :priority AND {PLACE} = :place
          AND {TONGUE} = :language AND {QUEUED} AND {READY_AT} <= :now
          AND ({READY_AT}, list_row) < (:ready_at, :row) LIMIT :most
      ) before_her
    """)  # noqa: S608 - our own words
    facts = {
        "campaign_id": case.campaign_id,
        "priority": case.priority,
        "place": place_of(case),
        "language": case.language or "",
        "now": now,
        "ready_at": max(case.due_at, case.held_until or case.due_at),
        "row": case.list_row,
        "most": MOST_BEFORE,
    }
    return session.scalar(line, facts) or 0
