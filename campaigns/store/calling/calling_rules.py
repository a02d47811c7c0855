"""The dated calling rules in PostgreSQL: of a campaign, of the place where a person lives, and of places now shut."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.rules.calling.call_caps import Caps
from campaigns.rules.calling.calling_hours import CallingRules
from campaigns.rules.calling.place_calendars import PlaceCalendar, rules_of_place
from campaigns.store.calling.dated_rules import DatedRules, dated_rules
from campaigns.store.tables import (
    AreaOutage,
    CallingCaps,
    CallingGap,
    CallingHoliday,
    CallingHours,
    Campaign,
    Case,
)

REMEMBERED: Final = timedelta(days=2)  # outages that are over: a call made in one may be settled later


@dataclass(frozen=True)
class RulesNow:
    """The rules of a campaign, what is dated for single areas, and the caps of the day."""

    campaign: CallingRules
    places: PlaceCalendar
    caps: Caps


def calling_rules(session: Session, campaign: Campaign) -> CallingRules:
    """Return the calling rules of a campaign: its jurisdiction's, and the hours that it keeps to itself."""
    return _of_campaign(campaign, dated_rules(session, campaign.region, since=None))


def jurisdiction_rules(session: Session, jurisdiction: str, zone: ZoneInfo) -> CallingRules:
    """Return the rules that hold everywhere in a jurisdiction."""
    dated = dated_rules(session, jurisdiction, since=None)
    return CallingRules(zone, dated.hours, dated.holidays, dated.gaps)


def place_calendar(session: Session, jurisdiction: str, *, now: datetime) -> PlaceCalendar:
    """Return what is dated for single areas of a jurisdiction."""
    return dated_rules(session, jurisdiction, since=now - REMEMBERED).places


def rules_of_case(session: Session, campaign: Campaign, case: Case, *, now: datetime) -> CallingRules:
    """Return the calling rules where the person of a case lives."""
    return rules_there(rules_now(session, campaign, now=now), case)


def rules_there(rules: RulesNow, case: Case) -> CallingRules:
    """Return the calling rules where the person of a case lives."""
    return rules_of_place(rules.campaign, rules.places, (case.state_id, case.district_id, case.block_id))


def rules_now(session: Session, campaign: Campaign, *, now: datetime) -> RulesNow:
    """Return every dated rule that calls of a campaign hang on, in one look."""
    dated = dated_rules(session, campaign.region, since=now - REMEMBERED)
    rules = _of_campaign(campaign, dated)
    return RulesNow(rules, dated.places, dated.caps_on(now.astimezone(rules.zone).date()))


def _of_campaign(campaign: Campaign, dated: DatedRules) -> CallingRules:
    within = (campaign.opens, campaign.closes) if campaign.opens and campaign.closes else None
    return CallingRules(ZoneInfo(campaign.zone), dated.hours, dated.holidays, dated.gaps, within=within)


def save_shipped_rows(
    session: Session, rows: Iterable[CallingHours | CallingHoliday | CallingGap | CallingCaps]
) -> None:
    """Insert rows into those tables that have none for their jurisdiction; an administrator's are left alone."""
    by_kind = defaultdict[tuple[Any, str], list[Any]](list)
    for row in rows:
        by_kind[type(row), row.jurisdiction].append(row)
    for (kind, jurisdiction), shipped in by_kind.items():
        if session.scalar(select(kind.id).where(kind.jurisdiction == jurisdiction).limit(1)) is None:
            session.add_all(shipped)


def save_rule_row(session: Session, row: CallingHoliday | CallingGap) -> bool:
    """Insert a dated rule; False where it stands already."""
    values = {column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs}
    present = {key: value for key, value in values.items() if value is not None}
    statement = insert(type(row)).values(**present).on_conflict_do_nothing().returning(type(row).id)
    return session.scalar(statement) is not None


def save_outage(session: Session, outage: AreaOutage) -> None:
    """Insert an outage; one of the same area and beginning takes the new end, name and source."""
    values = {column.key: getattr(outage, column.key) for column in AreaOutage.__mapper__.column_attrs}
    saving = insert(AreaOutage).values(**{key: value for key, value in values.items() if key != "id"})
    new = {name: saving.excluded[name] for name in ("ends_at", "name", "source", "noted_at")}
    session.execute(saving.on_conflict_do_update(index_elements=["area_id", "begins_at"], set_=new))


def standing_outages(session: Session, *, now: datetime) -> Sequence[AreaOutage]:
    """Return the outages that stand or are announced, the earliest first."""
    standing = or_(AreaOutage.ends_at.is_(None), AreaOutage.ends_at > now)
    return session.scalars(select(AreaOutage).where(standing).order_by(AreaOutage.begins_at, AreaOutage.area_id)).all()
