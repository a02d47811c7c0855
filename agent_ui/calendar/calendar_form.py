"""What somebody wrote into a form of the calendar, field by field; a field that cannot be read is a refusal."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from campaigns.calling.change_call_caps import CapsWish
from campaigns.calling.change_calling_hours import HoursWish
from campaigns.calling.note_place_rule import GapRule, HolidayRule, OutageRule
from campaigns.rules.calling.call_caps import Caps
from campaigns.rules.calling.calling_hours import ZONES, HoursRow
from campaigns.rules.calling.rule_changes import CallPlan, Placing
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.lettering import POINTS
from campaigns.rules.refusals import Refusal

LONGEST: Final = 300  # letters of a name or a source
UNREADABLE: Final = Refusal("field_unreadable", "Fill in every field that needs it: a day, a time or a whole number.")


class Written:
    """The fields of one form in one jurisdiction."""

    def __init__(self, fields: Mapping[str, str], jurisdiction: str = "IN") -> None:
        self.fields, self.jurisdiction = fields, jurisdiction

    def text(self, name: str) -> str:
        """Return a field without stray spaces."""
        return " ".join(self.fields.get(name, "").split())[:LONGEST]

    def number(self, name: str) -> int:
        """Return a whole number; ValueError where it is none."""
        return int(self.text(name))

    def day(self, name: str) -> date:
        """Return a day; ValueError where it is none."""
        return date.fromisoformat(self.text(name))

    def moment(self, name: str) -> datetime:
        """Return a moment in the jurisdiction's time; ValueError where it is none."""
        return datetime.fromisoformat(self.text(name)).replace(tzinfo=ZoneInfo(ZONES[self.jurisdiction]))

    def clock(self, name: str) -> time:
        """Return a time of the day; ValueError where it is none."""
        return time.fromisoformat(self.text(name)).replace(tzinfo=None)

    def part_of_100(self, name: str) -> float:
        """Return a share that was written as so many of 100; ValueError where it is none."""
        return float(self.text(name).translate(POINTS)) / 100

    def chosen_day(self, name: str) -> date | None:
        """Return a day that may be left out."""
        return self.day(name) if self.text(name) else None

    def weekday(self) -> int | None:
        """Return 0 (Monday) to 6, None for every day."""
        found = self.number("weekday") if self.text("weekday") else None
        if found is not None and found not in range(7):
            raise ValueError(found)
        return found


def written_hours(form: Written) -> HoursWish | Refusal:
    """Read the form of the calling hours."""
    try:
        row = HoursRow(
            form.weekday(), form.clock("opens"), form.clock("closes"), form.day("from"), form.chosen_day("to")
        )
    except ValueError:
        return UNREADABLE
    return HoursWish(form.jurisdiction, row, form.text("source"), form.text("seen"))


def written_caps(form: Written) -> CapsWish | Refusal:
    """Read the form of the caps."""
    try:
        minutes = [timedelta(minutes=form.number(name)) for name in ("gap_minutes", "gap_after_talk_minutes")]
        caps = Caps(form.number("calls_per_phone"), form.number("calls_per_person"), *minutes)
        return CapsWish(form.jurisdiction, caps, form.day("from"), form.text("source"), form.text("seen"))
    except (ValueError, OverflowError):
        return UNREADABLE


def written_rule(form: Written, kind: str) -> OutageRule | HolidayRule | GapRule | Refusal:
    """Read the form of a holiday, a gap or an outage."""
    area, name, source = form.text("area") or None, form.text("name"), form.text("source")
    if not name:
        return Refusal("name_missing", "Write what people call it, for example Eid, or network suspended.")
    try:
        if kind == "holiday":
            return HolidayRule(form.jurisdiction, area, form.day("day"), name, source)
        if kind == "gap":
            stretch = (form.clock("begins"), form.clock("ends"), form.day("from"), form.chosen_day("to"))
            return GapRule(form.jurisdiction, area, form.weekday(), *stretch, name, source)
        ends = form.moment("ends") if form.text("ends") else None
        return OutageRule(area or "", form.moment("begins"), ends, name, source)
    except ValueError:
        return UNREADABLE


def written_plan(form: Written) -> CallPlan | Refusal:
    """Read the form of a campaign's plan."""
    try:
        opens, closes = (form.clock(name) if form.text(name) else None for name in ("opens", "closes"))
        return CallPlan(opens, closes, form.number("max_attempts"), form.text("learned_hours") == "on")
    except ValueError:
        return UNREADABLE


def written_placing(form: Written, shares: tuple[float, float]) -> Placing | Refusal:
    """Read how calls are to be placed; `shares` are the target and the cap where the form has no field for them."""
    try:
        target, cap = (
            form.part_of_100(name) if name in form.fields else share
            for name, share in zip(("abandon_target", "abandon_cap"), shares, strict=True)
        )
        clocks = form.number("wrap_up_seconds"), form.number("preview_seconds")
        return Placing(DialMode(form.text("mode")), target, cap, *clocks)
    except ValueError:
        return UNREADABLE
