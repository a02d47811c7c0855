"""Sets how often a phone and a person of a jurisdiction may be rung in a day, by all campaigns together."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.rules.calling.call_caps import Caps
from campaigns.rules.calling.calling_hours import ZONES
from campaigns.rules.calling.rule_changes import SOURCE_MISSING, Subject, caps_fault
from campaigns.rules.refusals import Refusal
from campaigns.shared.rules_as_seen import lock_jurisdiction_as_seen
from campaigns.store.calling.call_caps import calling_caps
from campaigns.store.calling.calling_rule_rows import save_caps
from campaigns.store.calling.rule_changes import RuleChange, note_rule_change
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import CallingCaps

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class CapsWish:
    """The caps that somebody wants. `seen`: the mark of the rules that she saw when she wrote this."""

    jurisdiction: str
    caps: Caps
    valid_from: date
    source: str
    seen: str


def change_call_caps(db: Database, wish: CapsWish, user_id: UUID, *, now: datetime) -> Refusal | None:
    """Save dated caps; the newest row that stands holds."""
    if not wish.source.strip():
        return SOURCE_MISSING
    with db.transaction(EVERYTHING) as session:
        if refusal := lock_jurisdiction_as_seen(session, wish.jurisdiction, wish.seen):
            return refusal
        today = now.astimezone(ZoneInfo(ZONES[wish.jurisdiction])).date()
        if fault := caps_fault(wish.caps, valid_from=wish.valid_from, today=today):
            return fault
        before = calling_caps(session, wish.jurisdiction, on=wish.valid_from)
        numbers = _told(wish.caps)
        save_caps(
            session,
            CallingCaps(**numbers, jurisdiction=wish.jurisdiction, valid_from=wish.valid_from, source=wish.source),
        )
        after = {**numbers, "from": wish.valid_from.isoformat(), "source": wish.source}
        change = RuleChange(Subject.CAPS, wish.jurisdiction, _told(before), after)
        note_rule_change(session, change, department_id=None, user_id=user_id, at=now)
        return None


def _told(caps: Caps) -> dict[str, Any]:
    return {
        "calls_per_phone": caps.calls_per_phone,
        "calls_per_person": caps.calls_per_person,
        "gap_minutes": caps.gap // MINUTE,
        "gap_after_talk_minutes": caps.gap_after_talk // MINUTE,
    }
