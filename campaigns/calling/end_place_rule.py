"""Takes back a holiday or a gap that is still to come, ends a gap or an outage now: nobody changes what has been."""

from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.rules.calling.calling_hours import ZONES
from campaigns.rules.calling.rule_changes import Subject
from campaigns.rules.refusals import Refusal
from campaigns.store.calling.calling_rule_rows import PlaceRule, drop_rule_row, lock_place_rule
from campaigns.store.calling.rule_changes import RuleChange, note_rule_change
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AreaOutage, CallingGap, CallingHoliday

GONE = Refusal("rule_gone", "Somebody has ended this rule in the meantime: the page shows what holds now.")
OVER = Refusal(
    "rule_over", "This day is over, and what was not called on it stays so: change a day that is still to come."
)
KINDS: Final[dict[Subject, type[PlaceRule]]] = {
    Subject.HOLIDAY: CallingHoliday,
    Subject.GAP: CallingGap,
    Subject.OUTAGE: AreaOutage,
}
DAY = timedelta(days=1)


def end_place_rule(
    db: Database, subject: Subject, rule_id: UUID, user_id: UUID, *, jurisdiction: str, now: datetime
) -> Refusal | None:
    """End a rule of a place; calls may be placed there again as soon as no other rule forbids it."""
    with db.transaction(EVERYTHING) as session:
        row = lock_place_rule(session, KINDS[subject], rule_id)
        if row is None:
            return GONE
        today, before = now.astimezone(ZoneInfo(ZONES[jurisdiction])).date(), _told(row)
        if refusal := _over(row, today=today, now=now):
            return refusal
        if _is_to_come(row, today=today, now=now):
            drop_rule_row(session, row)
        elif isinstance(row, AreaOutage):
            row.ends_at = now
        elif isinstance(row, CallingGap):
            row.valid_to = today - DAY
        change = RuleChange(subject, jurisdiction, before, {})
        note_rule_change(session, change, department_id=None, user_id=user_id, at=now)
        return None


def _over(row: PlaceRule, *, today: date, now: datetime) -> Refusal | None:
    match row:
        case CallingHoliday():
            return OVER if row.day < today else None
        case CallingGap():
            return GONE if row.valid_to is not None and row.valid_to < today else None
        case AreaOutage():
            return GONE if row.ends_at is not None and row.ends_at <= now else None


def _is_to_come(row: PlaceRule, *, today: date, now: datetime) -> bool:
    """A holiday of today may be taken back, too: nobody was called because of it."""
    match row:
        case CallingHoliday():
            return True
        case CallingGap():
            return row.valid_from >= today
        case AreaOutage():
            return row.begins_at >= now


def _told(row: PlaceRule) -> dict[str, Any]:
    told = {column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs}
    return {name: value if isinstance(value, int) else str(value) for name, value in told.items() if value is not None}
