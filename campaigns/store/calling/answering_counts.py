"""When people answer: counters per place and part of the day, added to as calls end, and what is known of one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, Text, and_, bindparam, func, literal, or_, select, text
from sqlalchemy.orm import Session

from campaigns.rules.calling.answering_hours import Level, Tally, village_key
from campaigns.rules.calling.day_parts import DayPart
from campaigns.rules.outcomes import Outcome
from campaigns.store.ready_statements import Ready
from campaigns.store.rows_as_one import rows_as_one
from campaigns.store.tables import AnsweringCount, Beneficiary, BeneficiaryPhone, Call, Case, PlannedTry

LANES: Final = 16  # of each counter; no more than this many calls end at once on a busy floor
MOST_CALLS: Final = 60  # of one person that are looked at; nobody is rung so often


@dataclass(frozen=True)
class RungCall:
    """One call that left for a person, in any campaign of her department."""

    id: UUID
    case_id: UUID
    phone: str
    sent_at: datetime
    answered: bool
    outcome: Outcome | None


@dataclass(frozen=True)
class PersonTried:
    """What is known of a person when her next try is planned.

    `rung`: the calls that left for her, the newest first; those among them that rang for all of her house. `village`: by
    its key; None where the list does not say it.
    """

    rung: Sequence[RungCall]
    phones: int
    village: str | None


def person_tried(session: Session, case: Case, call: Call) -> PersonTried:
    """Return what is known of a case's person; of the call at hand as it stands, though it may not be written yet."""
    rung, phones, village = _TRIED.one(session, {"beneficiary_id": case.beneficiary_id}) or (None, 0, None)
    return PersonTried([_rung_call(row, call) for row in rung or ()], phones, village_key(case.block_id, village))


def _rung_call(row: Sequence[Any], call: Call) -> RungCall:
    id_, case_id, phone, sent_at, answered, outcome = row
    if id_ == str(call.id):
        answered, outcome = call.answered_at is not None, call.outcome
    word = Outcome(outcome) if outcome else None
    return RungCall(UUID(id_), UUID(case_id), phone, datetime.fromisoformat(sent_at), answered, word)


def _rung() -> Select[Any]:
    hers = select(Case.id).where(Case.beneficiary_id == bindparam("beneficiary_id"))
    facts = (Call.phone, Call.sent_at, Call.answered_at.is_not(None), Call.outcome)
    own = select(Call.id, Call.case_id, *facts).where(Call.case_id.in_(hers))
    of_house = (
        select(Call.id, PlannedTry.case_id, *facts)
        .join(PlannedTry, PlannedTry.call_id == Call.id)
        .where(PlannedTry.case_id.in_(hers), Call.case_id != PlannedTry.case_id)
    )
    rung = own.where(Call.sent_at.is_not(None)).union_all(of_house.where(Call.sent_at.is_not(None))).subquery()
    return select(rung).order_by(rung.c.sent_at.desc()).limit(MOST_CALLS)


_PHONES: Final = select(func.count()).where(BeneficiaryPhone.beneficiary_id == bindparam("beneficiary_id"))
_TRIED: Final = Ready(
    select(rows_as_one(_rung()), _PHONES.scalar_subquery(), Beneficiary.village).where(
        Beneficiary.id == bindparam("beneficiary_id")
    )
)
_COUNT: Final = Ready(
    text("""
  INSERT INTO answering_counts (department_id, campaign_id, level, place, part, lane, calls, answers)
  SELECT :department_id, :campaign_id, level, place, :part, lane, :calls, :answers
  FROM unnest(CAST(:levels AS text[]), CAST(:places AS text[]), CAST(:lanes AS smallint[])) AS counted (level, place, lane)
  ON CONFLICT (campaign_id, level, place, part, lane) DO UPDATE SET
    calls = answering_counts.calls + excluded.calls, answers = answering_counts.answers + excluded.answers
""").bindparams(bindparam("part", type_=Text))
)


def count_answering(session: Session, case: Case, village: str | None, part: DayPart, seen: Tally) -> None:
    """Add to the counters of the places where the person of a case lives, in a lane that stays hers; a village has one."""
    lane = case.id.int % LANES
    places = (
        (Level.BLOCK, case.block_id, lane),
        (Level.DISTRICT, case.district_id or "", lane),
        (Level.VILLAGE, village, 0),
    )
    known = [(level.value, place, of) for level, place, of in places if place is not None]
    facts = {
        "department_id": case.department_id,
        "campaign_id": case.campaign_id,
        "part": part.value,
        "calls": seen.calls,
        "answers": seen.answers,
        "levels": [level for level, _, _ in known],
        "places": [place for _, place, _ in known],
        "lanes": [of for _, _, of in known],
    }
    _COUNT.do(session, facts)


def answering_around(
    session: Session, campaign_id: UUID, district_id: str | None, block_id: str | None, village: str | None = None
) -> dict[Level, dict[DayPart, Tally]]:
    """Return when people answer in a whole campaign, in a district, in a block of it and in a village, by its key."""
    table = AnsweringCount
    here = and_(
        table.campaign_id == campaign_id,
        or_(
            and_(table.level == Level.DISTRICT, table.place == (district_id or "")),
            and_(table.level == Level.BLOCK, table.place == (block_id or "")),
            and_(table.level == Level.VILLAGE, table.place == (village or "")),
        ),
    )
    found: dict[Level, dict[DayPart, Tally]] = {}
    places = (
        select(table.level, table.part, func.sum(table.calls), func.sum(table.answers))
        .where(here)
        .group_by(table.level, table.part)
    )
    for level, part, calls, answers in session.execute(of_campaign(campaign_id).union_all(places)):
        found.setdefault(Level(level), {})[DayPart(part)] = Tally(calls, answers)
    return found


def of_campaign(campaign_id: UUID) -> Select[str, DayPart, int, int]:
    """Return the statement for a whole campaign: every call is counted in exactly one district, the unknown among them."""
    table = AnsweringCount
    return (
        select(literal(Level.CAMPAIGN.value), table.part, func.sum(table.calls), func.sum(table.answers))
        .where(table.campaign_id == campaign_id, table.level == Level.DISTRICT)
        .group_by(table.part)
    )
