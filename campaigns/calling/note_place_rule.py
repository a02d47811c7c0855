"""Notes when nobody may be called somewhere: an outage, a holiday or a gap of the day, with its source."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from campaigns.rules.calling.rule_changes import SOURCE_MISSING, Subject
from campaigns.rules.refusals import Refusal
from campaigns.shared.swallowed import take_back_attempts
from campaigns.store.areas.areas import area_names, country_of
from campaigns.store.calling.calling_rules import save_outage, save_rule_row
from campaigns.store.calling.rule_changes import RuleChange, note_rule_change
from campaigns.store.calling.swallowed_attempts import Outage
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import AreaOutage, CallingGap, CallingHoliday


@dataclass(frozen=True)
class OutageRule:
    """The phones of an area are dead. The same area and beginning again: a new end."""

    area_id: str
    begins_at: datetime
    ends_at: datetime | None
    name: str
    source: str


@dataclass(frozen=True)
class HolidayRule:
    """Nobody of a jurisdiction, or of one area in it, is called on a day."""

    jurisdiction: str
    area_id: str | None
    day: date
    name: str
    source: str


@dataclass(frozen=True)
class GapRule:
    """Nobody of a jurisdiction, or of one area in it, is called at a time of the day."""

    jurisdiction: str
    area_id: str | None
    weekday: int | None
    begins: time
    ends: time
    valid_from: date
    valid_to: date | None
    name: str
    source: str


def note_place_rule(
    db: Database, rule: OutageRule | HolidayRule | GapRule, *, now: datetime, user_id: UUID | None = None
) -> Refusal | None:
    """Save a rule; it holds for the next claim and for every call that has not left yet.

    An outage is mostly noted after it has begun: calls made into it meanwhile were no attempts either,
    and whom the last of them has closed is open again.

    `user_id`: who noted it on a page; None: it was noted at a terminal.
    """
    if not rule.source.strip():
        return SOURCE_MISSING
    with db.transaction(EVERYTHING) as session:
        if rule.area_id and not area_names(session, [rule.area_id]):
            return Refusal("area_unknown", "There is no such area: write it like district:623.")
        if refusal := _ends_early(rule):
            return refusal
        if isinstance(rule, OutageRule):
            save_outage(session, AreaOutage(**vars(rule), noted_at=now))
        else:
            row = CallingHoliday(**vars(rule)) if isinstance(rule, HolidayRule) else CallingGap(**vars(rule))
            if not save_rule_row(session, row):
                return Refusal("rule_known", "This rule stands already: there is nothing left to do.")
        note_rule_change(session, _change(session, rule), department_id=None, user_id=user_id, at=now)
    if isinstance(rule, OutageRule) and rule.begins_at < now:
        take_back_attempts(db, Outage(rule.area_id, rule.begins_at, min(now, rule.ends_at or now)), now=now)
    return None


def _change(session: Session, rule: OutageRule | HolidayRule | GapRule) -> RuleChange:
    after = {name: value if isinstance(value, int) else str(value) for name, value in vars(rule).items() if value}
    match rule:
        case OutageRule():
            return RuleChange(Subject.OUTAGE, country_of(session, rule.area_id), {}, after)
        case HolidayRule():
            return RuleChange(Subject.HOLIDAY, rule.jurisdiction, {}, after)
        case GapRule():
            return RuleChange(Subject.GAP, rule.jurisdiction, {}, after)


def _ends_early(rule: OutageRule | HolidayRule | GapRule) -> Refusal | None:
    match rule:
        case OutageRule(begins_at=begins, ends_at=datetime() as ends) if ends <= begins:
            return Refusal("outage_ends_early", "The outage must end after it begins.")
        case GapRule(begins=first, ends=last) if last <= first and last != time.min:
            return Refusal("gap_ends_early", "The gap must end after it begins; 00:00 is the end of the day.")
    return None
