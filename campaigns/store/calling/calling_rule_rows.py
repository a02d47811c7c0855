"""Single rows of the dated calling rules, as an office changes them and a page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from campaigns.rules.calling.calling_hours import HoursRow
from campaigns.store.tables import (
    Area,
    AreaOutage,
    CallingCaps,
    CallingGap,
    CallingHoliday,
    CallingHours,
    Campaign,
    CaseLane,
)

PlaceRule = CallingHoliday | CallingGap | AreaOutage


@dataclass(frozen=True)
class PlacedRule:
    """A rule with the name of its area; None: it holds everywhere in the jurisdiction."""

    row: PlaceRule
    area: str | None


def save_hours(session: Session, row: CallingHours) -> HoursRow | None:
    """Save dated hours, and return those that held for the same weekday before; the same first day again replaces."""
    same = select(CallingHours).where(
        CallingHours.jurisdiction == row.jurisdiction, CallingHours.weekday.is_not_distinct_from(row.weekday)
    )
    rows = session.scalars(same.where(CallingHours.valid_from <= row.valid_from).order_by(CallingHours.valid_from))
    old = rows.all()
    before = old[-1] if old else None
    told = HoursRow(before.weekday, before.opens, before.closes, before.valid_from, before.valid_to) if before else None
    if before is not None and before.valid_from == row.valid_from:
        before.opens, before.closes = row.opens, row.closes
        before.valid_to, before.source = row.valid_to, row.source
    else:
        session.add(row)
    return told


def save_caps(session: Session, row: CallingCaps) -> None:
    """Save dated caps; the same first day again replaces."""
    same = select(CallingCaps).where(
        CallingCaps.jurisdiction == row.jurisdiction, CallingCaps.valid_from == row.valid_from
    )
    old = session.scalar(same)
    if old is None:
        session.add(row)
        return
    for name in ("calls_per_phone", "calls_per_person", "gap_minutes", "gap_after_talk_minutes", "source"):
        setattr(old, name, getattr(row, name))


def lock_place_rule(session: Session, kind: type[PlaceRule], rule_id: UUID) -> PlaceRule | None:
    """Return a holiday, a gap or an outage locked for change; None where it is gone."""
    return cast("PlaceRule | None", session.get(kind, rule_id, with_for_update=True, populate_existing=True))


def drop_rule_row(session: Session, row: PlaceRule) -> None:
    """Take back a rule that has not begun: nothing was called, or left uncalled, under it."""
    session.delete(row)


def hours_of(session: Session, jurisdiction: str, *, on: date) -> Sequence[CallingHours]:
    """Return the hours that stand on a day or are still to come, the newest of each weekday first."""
    standing = or_(CallingHours.valid_to.is_(None), CallingHours.valid_to >= on)
    query = select(CallingHours).where(CallingHours.jurisdiction == jurisdiction, standing)
    return session.scalars(query.order_by(CallingHours.weekday.nulls_first(), CallingHours.valid_from.desc())).all()


def holidays_from(session: Session, jurisdiction: str, *, day: date) -> Sequence[PlacedRule]:
    """Return the holidays from a day on, the next one first."""
    query = (
        select(CallingHoliday, Area.name)
        .outerjoin(Area, Area.id == CallingHoliday.area_id)
        .where(CallingHoliday.jurisdiction == jurisdiction, CallingHoliday.day >= day)
        .order_by(CallingHoliday.day, Area.name)
    )
    return [PlacedRule(row, area) for row, area in session.execute(query)]


def gaps_from(session: Session, jurisdiction: str, *, day: date) -> Sequence[PlacedRule]:
    """Return the gaps that stand on a day or are still to come."""
    standing = or_(CallingGap.valid_to.is_(None), CallingGap.valid_to >= day)
    query = (
        select(CallingGap, Area.name)
        .outerjoin(Area, Area.id == CallingGap.area_id)
        .where(CallingGap.jurisdiction == jurisdiction, standing)
        .order_by(CallingGap.valid_from, CallingGap.begins, Area.name)
    )
    return [PlacedRule(row, area) for row, area in session.execute(query)]


def outages_from(session: Session, country: str, *, now: datetime) -> Sequence[PlacedRule]:
    """Return the outages of a country's areas that stand or are announced, the earliest first."""
    standing = or_(AreaOutage.ends_at.is_(None), AreaOutage.ends_at > now)
    query = (
        select(AreaOutage, Area.name)
        .join(Area, Area.id == AreaOutage.area_id)
        .where(Area.country == country, standing)
        .order_by(AreaOutage.begins_at, Area.name)
    )
    return [PlacedRule(row, area) for row, area in session.execute(query)]


def areas_called(session: Session, country: str) -> Sequence[Area]:
    """Return the states, districts and blocks in which the campaigns of this scope have people."""
    lanes = [CaseLane.state_id, CaseLane.district_id, CaseLane.place]
    called = select(lanes[0]).union(*(select(lane) for lane in lanes[1:])).subquery()
    return session.scalars(select(Area).where(Area.id.in_(select(called.c[0])), Area.country == country)).all()


def campaigns_by_share(session: Session) -> Sequence[Campaign]:
    """Return the campaigns that may dial, the largest share first."""
    dialling = Campaign.status.in_(["approved", "running", "paused"])
    return session.scalars(select(Campaign).where(dialling).order_by(Campaign.share.desc(), Campaign.name)).all()
