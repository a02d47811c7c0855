"""Notes how many people of areas are entitled to what a campaign is about, with source and date."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from campaigns.rules.refusals import AREA_NOT_KNOWN, NO_SUCH_CAMPAIGN, Refusal
from campaigns.rules.reports.entitled_lines import EntitledLine, entitled_lines
from campaigns.rules.reports.tier_report import Entitled
from campaigns.store.access_traces import note_access
from campaigns.store.areas.areas import areas_called
from campaigns.store.session import Database, Scope, Session
from campaigns.store.tables import AccessTrace, Campaign
from campaigns.store.totals.entitled_numbers import note_entitled

LONGEST_SOURCE: Final = 200


@dataclass(frozen=True)
class EntitledWish:
    """What an officer writes: lines of areas and numbers, who counted them, and on which day."""

    text: str
    source: str
    as_of: date | None


def note_entitled_numbers(
    db: Database, scope: Scope, campaign_id: UUID, wish: EntitledWish, user_id: UUID, *, now: datetime
) -> int | Refusal:
    """Save the numbers, all or none; return of how many areas."""
    if not wish.source or len(wish.source) > LONGEST_SOURCE or "\0" in wish.source + wish.text:
        return Refusal("source_missing", "Write who counted these people, and in which register.")
    if wish.as_of is None or wish.as_of > now.date():
        return Refusal("day_missing", "Write the day on which these people were counted; it cannot lie ahead.")
    lines = entitled_lines(wish.text)
    if isinstance(lines, Refusal):
        return lines
    with db.transaction(scope) as session:
        campaign = session.get(Campaign, campaign_id)
        if campaign is None:
            return NO_SUCH_CAMPAIGN
        numbers = _by_area(session, campaign.region, lines, Entitled(0, wish.source, wish.as_of))
        if isinstance(numbers, Refusal):
            return numbers
        note_entitled(session, campaign.id, campaign.department_id, numbers, user_id=user_id, at=now)
        subject = {"campaign_id": str(campaign.id), "areas": len(numbers)}
        department, action = campaign.department_id, "entitled_noted"
        note_access(
            session, AccessTrace(at=now, user_id=user_id, department_id=department, action=action, subject=subject)
        )
        return len(numbers)


def _by_area(
    session: Session, country: str, lines: list[EntitledLine], like: Entitled
) -> dict[str, Entitled] | Refusal:
    """Return each line's number by the id of its area; the last line about an area holds."""
    numbers: dict[str, Entitled] = {}
    for line in lines:
        areas = areas_called(session, line.area, country)
        if not areas:
            return replace(AREA_NOT_KNOWN, row=line.row)
        if len(areas) > 1:
            several = "Several areas are called so: write the code of the one you mean."
            return Refusal("area_several", several, row=line.row)
        numbers[areas[0].id] = Entitled(line.number, like.source, like.as_of)
    return numbers
