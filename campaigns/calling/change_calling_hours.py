"""Sets when people of a jurisdiction may be called from a day on: never longer than the law, never without a source."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.rules.calling.calling_hours import ZONES, HoursRow
from campaigns.rules.calling.rule_changes import SOURCE_MISSING, Subject, hours_fault
from campaigns.rules.refusals import Refusal
from campaigns.shared.rules_as_seen import lock_jurisdiction_as_seen
from campaigns.store.calling.calling_rule_rows import save_hours
from campaigns.store.calling.calling_rules import jurisdiction_rules
from campaigns.store.calling.rule_changes import RuleChange, note_rule_change
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import CallingHours


@dataclass(frozen=True)
class HoursWish:
    """The hours that somebody wants. `seen`: the mark of the rules that she saw when she wrote this."""

    jurisdiction: str
    row: HoursRow
    source: str
    seen: str


def change_calling_hours(db: Database, wish: HoursWish, user_id: UUID, *, now: datetime) -> Refusal | None:
    """Save dated hours; the newest row that stands holds, and those of the past stay what they were."""
    if not wish.source.strip():
        return SOURCE_MISSING
    with db.transaction(EVERYTHING) as session:
        if refusal := lock_jurisdiction_as_seen(session, wish.jurisdiction, wish.seen):
            return refusal
        zone = ZoneInfo(ZONES[wish.jurisdiction])
        rules = jurisdiction_rules(session, wish.jurisdiction, zone)
        fault = hours_fault(wish.jurisdiction, wish.row, rules, today=now.astimezone(zone).date(), now=now)
        if fault:
            return fault
        before = save_hours(session, CallingHours(**vars(wish.row), jurisdiction=wish.jurisdiction, source=wish.source))
        after = {**_told(wish.row), "source": wish.source}
        change = RuleChange(Subject.HOURS, wish.jurisdiction, _told(before) if before else {}, after)
        note_rule_change(session, change, department_id=None, user_id=user_id, at=now)
        return None


def _told(row: HoursRow) -> dict[str, Any]:
    return {
        "weekday": row.weekday,
        "opens": f"{row.opens:%H:%M}",
        "closes": f"{row.closes:%H:%M}",
        "from": row.valid_from.isoformat(),
        "to": row.valid_to.isoformat() if row.valid_to else None,
    }
