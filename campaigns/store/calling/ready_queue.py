"""The ready queue: one statement finds and locks the cases that may be rung now, at a cost that no list changes.

Cases wait in lanes (campaign, priority, place, language), each in the order of the index ix_cases_due. A lane whose area
is shut or whose language nobody speaks is not looked at. A case that a cap, a gap or a call on her phone holds back is
marked with why and until when, and so leaves the head of her lane.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from campaigns.rules.calling.call_caps import Caps, Held
from campaigns.rules.calling.retry_plan import ABANDONED_GAP
from campaigns.store.calling.call_caps import Ringing, ringing_now
from campaigns.store.calling.queue_claims import CLAIMS, Whom
from campaigns.store.tables import Campaign, Case

ROUNDS: Final = 8  # looks at the queue for one claim; whoever is held back in one is passed over in the next
SPARE: Final = 8  # cases that are looked at beyond those asked for

# The claim is planned once for each connection: to plan it anew takes as long as to carry it out.
_PLAN: Final = text("SELECT set_config('plan_cache_mode', :mode, true)")
_HOLD: Final = text("""
  WITH held AS (
    UPDATE cases SET held_until = hold.until, held_because = hold.because
    FROM unnest(CAST(:ids AS uuid[]), CAST(:ends AS timestamptz[]), CAST(:reasons AS text[])) AS hold (id, until, because)
    WHERE cases.id = hold.id
    RETURNING cases.id, cases.department_id, hold.because, hold.until
  )
  INSERT INTO case_holds (case_id, because, day, department_id, times, first_at, last_at, until)
  SELECT id, because, :day, department_id, 1, :now, :now, until FROM held ORDER BY id
  ON CONFLICT (case_id, because, day) DO UPDATE
  SET times = case_holds.times + 1, last_at = excluded.last_at, until = excluded.until
""")
# Whoever came to wait on such a phone later, with a new list or from another number of hers, is not known by it yet.
_FOUND_NOBODY: Final = text("""
  UPDATE cases SET needs_agent_reserved = true
  FROM unnest(CAST(:ids AS uuid[]), CAST(:phones AS text[])) AS ahead (id, phone)
  WHERE cases.id = ahead.id AND EXISTS (
    SELECT FROM calls k
    WHERE k.phone = ahead.phone AND k.intended_at >= :since AND (k.abandoned OR k.outcome = 'machine')
  )
  RETURNING cases.id
""")


@dataclass(frozen=True)
class DueCase:
    """A locked case that may be rung now, with the number to ring. `likely`: to answer, in times the usual, if reckoned."""

    case: Case
    phone: str
    likely: float | None = None


@dataclass(frozen=True)
class Callers:
    """Who is ready, and what they cannot do: their users, and the languages that they speak (empty: any)."""

    users: Sequence[UUID]
    languages: Sequence[str]
    shut: Sequence[str] = ()  # areas in which nobody may be called now
    promises_before: datetime | None = None  # callbacks due before then go to anyone; None: to who promised them
    whom: Whom = Whom.ANYBODY
    caps: Caps | None = None  # of this day, where they are known already


@dataclass
class Claimed:
    """The cases to ring, in their order, and how many were held back for which reason."""

    due: list[DueCase] = field(default_factory=list)
    held: Counter[str] = field(default_factory=Counter)


def claim_due_cases(
    session: Session,
    campaign: Campaign,
    callers: Callers,
    *,
    now: datetime,
    limit: int,
) -> Claimed:
    """Lock up to `limit` cases that may be rung now: promised callbacks first, then lane after lane in turn.

    Left out: areas that are shut, languages that no ready agent speaks, callbacks that their owner promised while she is
    away, until they are overdue. Marked as held: whom rules/calling/call_caps.py holds back.
    """
    ringing, claimed = _ringing(session, campaign, callers, now=now), Claimed()
    facts = _facts(ringing, campaign, callers)
    phones, looked_at = dict[UUID, str](), list[UUID]()
    session.execute(_PLAN, {"mode": "force_generic_plan"})
    for _ in range(ROUNDS):
        window = limit - len(phones) + SPARE
        rows = session.execute(CLAIMS[callers.whom], facts | {"looked_at": looked_at, "window": window}).all()
        looked_at += [row.id for row in rows]
        held: dict[UUID, Held] = {}
        for row in rows:
            if stop := ringing.held_back(row, promised=row.is_promised):
                held[row.id] = stop
            elif len(phones) < limit and row.e164 not in phones.values():
                phones[row.id] = row.e164
        _hold(session, held, ringing)
        claimed.held.update(stop.because.value for stop in held.values())
        if len(phones) == limit or len(rows) < window:
            break
    session.execute(_PLAN, {"mode": "auto"})
    if callers.whom is Whom.AHEAD and phones:
        _leave_out_who_found_nobody(session, phones, now=now)
    claimed.due = _with_cases(session, phones)
    return claimed


def claim_facts(
    session: Session, campaign: Campaign, callers: Callers, *, now: datetime, window: int
) -> dict[str, Any]:
    """Return what CLAIM asks, for whoever wants to see how PostgreSQL carries it out."""
    ringing = _ringing(session, campaign, callers, now=now)
    return _facts(ringing, campaign, callers) | {"looked_at": [], "window": window}


def _ringing(session: Session, campaign: Campaign, callers: Callers, *, now: datetime) -> Ringing:
    return Ringing(campaign, callers.caps, now=now) if callers.caps else ringing_now(session, campaign, now=now)


def _facts(ringing: Ringing, campaign: Campaign, callers: Callers) -> dict[str, Any]:
    return ringing.facts | {
        "campaign_id": campaign.id,
        "any_language": not callers.languages,
        "languages": list(callers.languages),
        "users": list(callers.users),
        "shut": list(callers.shut),
        "promises_before": callers.promises_before,
        "now": ringing.now,
    }


def _hold(session: Session, held: dict[UUID, Held], ringing: Ringing) -> None:
    """Mark whom a rule holds back, and keep why: one row for each reason and day, however often it is looked at."""
    if not held:
        return
    facts = {
        "ids": list(held),
        "ends": [stop.until for stop in held.values()],
        "reasons": [stop.because.value for stop in held.values()],
        "now": ringing.now,
        "day": ringing.facts["today"].date(),
    }
    session.execute(_HOLD, facts)


def _leave_out_who_found_nobody(session: Session, phones: dict[UUID, str], *, now: datetime) -> None:
    """Take those out on whose phone somebody has answered to nobody, or a machine has: they are rung with an agent."""
    ahead = {"ids": list(phones), "phones": list(phones.values()), "since": now - ABANDONED_GAP}
    for case_id in session.scalars(_FOUND_NOBODY, ahead).all():
        del phones[case_id]


def _with_cases(session: Session, phones: dict[UUID, str]) -> list[DueCase]:
    """Load the cases, which are locked already."""
    mine = select(Case).where(Case.id.in_(phones)).execution_options(populate_existing=True)
    cases = {case.id: case for case in session.scalars(mine)}
    return [DueCase(cases[case_id], phone) for case_id, phone in phones.items()]
