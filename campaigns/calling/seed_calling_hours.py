"""Puts the shipped calling rules in place where a jurisdiction has none; an administrator's rows are left alone."""

from collections.abc import Iterator
from datetime import timedelta

from campaigns.rules.calling.call_caps import Caps
from campaigns.rules.calling.calling_hours import SHIPPED
from campaigns.rules.calling.shipped_calendar import CAPS_SOURCE, GAPS, HOLIDAYS
from campaigns.store.calling.calling_rules import save_shipped_rows
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import CallingCaps, CallingGap, CallingHoliday, CallingHours

MINUTE = timedelta(minutes=1)


def seed_calling_hours(db: Database) -> None:
    """Insert the shipped hours, gaps, holidays and caps of each jurisdiction that has none of that kind."""
    with db.transaction(EVERYTHING) as session:
        save_shipped_rows(session, [*_hours(), *_gaps(), *_holidays(), *_caps()])


def _hours() -> Iterator[CallingHours]:
    for jurisdiction, (row, source) in SHIPPED.items():
        yield CallingHours(
            jurisdiction=jurisdiction,
            weekday=row.weekday,
            opens=row.opens,
            closes=row.closes,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            source=source,
        )


def _gaps() -> Iterator[CallingGap]:
    for shipped in GAPS:
        yield CallingGap(
            jurisdiction=shipped.jurisdiction,
            area_id=shipped.area_id,
            weekday=shipped.gap.weekday,
            begins=shipped.gap.begins,
            ends=shipped.gap.ends,
            valid_from=shipped.gap.valid_from,
            valid_to=shipped.gap.valid_to,
            name=shipped.gap.name,
            source=shipped.source,
        )


def _holidays() -> Iterator[CallingHoliday]:
    for one in HOLIDAYS:
        yield CallingHoliday(jurisdiction=one.jurisdiction, day=one.day, name=one.name, source=one.source)


def _caps() -> Iterator[CallingCaps]:
    caps = Caps()
    for jurisdiction, (row, _) in SHIPPED.items():
        yield CallingCaps(
            jurisdiction=jurisdiction,
            calls_per_phone=caps.calls_per_phone,
            calls_per_person=caps.calls_per_person,
            gap_minutes=caps.gap // MINUTE,
            gap_after_talk_minutes=caps.gap_after_talk // MINUTE,
            valid_from=row.valid_from,
            valid_to=None,
            source=CAPS_SOURCE,
        )
