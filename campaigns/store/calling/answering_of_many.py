"""When the people of several cases answer, read at once: each one's campaign, places and her own calls."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from campaigns.rules.calling.answering_hours import Answering, Level, Tally, counts_as, village_key
from campaigns.rules.calling.day_parts import DayPart, part_of
from campaigns.store.calling.answering_counts import of_campaign
from campaigns.store.tables import AnsweringCount, Beneficiary, Call, Campaign, Case

_Place = tuple[str, str]  # level and place
_Tallies = dict[DayPart, Tally]


def answering_of(session: Session, campaign: Campaign, cases: Sequence[Case]) -> dict[UUID, Answering]:
    """Return for each case what is known of when its person answers, level by level."""
    places = _places(session, cases)
    around = _around(session, campaign, {place for each in places.values() for place in each})
    everywhere: _Tallies = {part: Tally(*sums) for _, part, *sums in session.execute(of_campaign(campaign.id))}
    own = _own(session, campaign, cases)
    return {
        case.id: {
            Level.CAMPAIGN: everywhere,
            **{Level(level): around[level, place] for level, place in places[case.id]},
            Level.PERSON: own[case.beneficiary_id],
        }
        for case in cases
    }


def _places(session: Session, cases: Sequence[Case]) -> dict[UUID, list[_Place]]:
    query = select(Beneficiary.id, Beneficiary.village).where(
        Beneficiary.id.in_({case.beneficiary_id for case in cases})
    )
    villages = dict(session.execute(query).all())
    levels = (Level.DISTRICT, Level.BLOCK, Level.VILLAGE)
    return {
        case.id: [
            (level.value, place)
            for level, place in zip(
                levels,
                (case.district_id or "", case.block_id, village_key(case.block_id, villages.get(case.beneficiary_id))),
                strict=True,
            )
            if place is not None
        ]
        for case in cases
    }


def _around(session: Session, campaign: Campaign, places: set[_Place]) -> dict[_Place, _Tallies]:
    table, found = AnsweringCount, defaultdict[_Place, _Tallies](dict)
    query = (
        select(table.level, table.place, table.part, func.sum(table.calls), func.sum(table.answers))
        .where(table.campaign_id == campaign.id, tuple_(table.level, table.place).in_(places))
        .group_by(table.level, table.place, table.part)
    )
    for level, place, part, calls, answers in session.execute(query):
        found[level, place][DayPart(part)] = Tally(calls, answers)
    return found


def _own(session: Session, campaign: Campaign, cases: Sequence[Case]) -> dict[UUID, _Tallies]:
    """Return the calls that left for each person, in any campaign of her department, by the part of the day."""
    zone, found = ZoneInfo(campaign.zone), defaultdict[UUID, defaultdict[DayPart, Tally]](lambda: defaultdict(Tally))
    query = (
        select(Case.beneficiary_id, Call.sent_at, Call.answered_at.is_not(None), Call.outcome)
        .join(Call, Call.case_id == Case.id)
        .where(
            Case.beneficiary_id.in_({case.beneficiary_id for case in cases}),
            Call.sent_at.is_not(None),
            Call.outcome.is_not(None),
        )
    )
    for beneficiary, sent_at, answered, outcome in session.execute(query):
        if outcome and sent_at and (seen := counts_as(outcome, answered=answered)):
            mine, part = found[beneficiary], part_of(sent_at, zone)
            mine[part] = Tally(mine[part].calls + seen.calls, mine[part].answers + seen.answers)
    return {case.beneficiary_id: dict(found[case.beneficiary_id]) for case in cases}
