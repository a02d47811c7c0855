"""The dated calling rules in PostgreSQL: of a campaign, of the place where a person lives, and of places now shut."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Select, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.rules.calling_hours import CallingRules, Gap, HoursRow, Outage
from campaigns.rules.place_calendars import PlaceCalendar, rules_of_place
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


def calling_rules(session: Session, campaign: Campaign) -> CallingRules:
    """Return the calling rules of a campaign: its jurisdiction's, and the hours that it keeps to itself."""
    hours = session.scalars(select(CallingHours).where(CallingHours.jurisdiction == campaign.region))
    days = select(CallingHoliday.day).where(
        CallingHoliday.jurisdiction == campaign.region, CallingHoliday.area_id.is_(None)
    )
    gaps = session.scalars(_gaps(campaign.region).where(CallingGap.area_id.is_(None)))
    rules = CallingRules(
        ZoneInfo(campaign.zone),
        tuple(HoursRow(row.weekday, row.opens, row.closes, row.valid_from, row.valid_to) for row in hours),
        frozenset(session.scalars(days)),
        tuple(map(_gap, gaps)),
    )
    return replace(rules, within=(campaign.opens, campaign.closes)) if campaign.opens and campaign.closes else rules


def place_calendar(session: Session, jurisdiction: str, *, now: datetime) -> PlaceCalendar:
    """Return what is dated for single areas of a jurisdiction."""
    holidays = defaultdict[str, set[date]](set)
    gaps, outages = defaultdict[str, list[Gap]](list), defaultdict[str, list[Outage]](list)
    days = select(CallingHoliday).where(
        CallingHoliday.jurisdiction == jurisdiction, CallingHoliday.area_id.is_not(None)
    )
    for day in session.scalars(days):
        holidays[day.area_id or ""].add(day.day)
    for gap in session.scalars(_gaps(jurisdiction).where(CallingGap.area_id.is_not(None))):
        gaps[gap.area_id or ""].append(_gap(gap))
    lately = or_(AreaOutage.ends_at.is_(None), AreaOutage.ends_at >= now - REMEMBERED)
    for row in session.scalars(select(AreaOutage).where(lately)):
        outages[row.area_id].append(Outage(row.begins_at, row.ends_at))
    return PlaceCalendar(
        {area: frozenset(found) for area, found in holidays.items()},
        {area: tuple(found) for area, found in gaps.items()},
        {area: tuple(found) for area, found in outages.items()},
    )


def rules_of_case(session: Session, campaign: Campaign, case: Case, *, now: datetime) -> CallingRules:
    """Return the calling rules where the person of a case lives."""
    calendar = place_calendar(session, campaign.region, now=now)
    return rules_of_place(calling_rules(session, campaign), calendar, (case.state_id, case.district_id, case.block_id))


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


def _gaps(jurisdiction: str) -> Select[CallingGap]:
    return select(CallingGap).where(CallingGap.jurisdiction == jurisdiction)


def _gap(row: CallingGap) -> Gap:
    return Gap(row.weekday, row.begins, row.ends, row.valid_from, row.valid_to, row.name)
