"""What holds only in one area: its holidays, gaps and outages, and which areas are shut at a moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from campaigns.rules.calling.calling_hours import CallingRules, Gap, Outage, may_call
from campaigns.rules.refusals import Refusal


@dataclass(frozen=True)
class PlaceCalendar:
    """What is dated for areas, by area id. It can only forbid what the campaign's own rules allow."""

    holidays: Mapping[str, frozenset[date]] = field(default_factory=dict)
    gaps: Mapping[str, tuple[Gap, ...]] = field(default_factory=dict)
    outages: Mapping[str, tuple[Outage, ...]] = field(default_factory=dict)

    @property
    def areas(self) -> set[str]:
        """Return the areas of which it says anything."""
        return {*self.holidays, *self.gaps, *self.outages}


def rules_of_place(rules: CallingRules, calendar: PlaceCalendar, areas: Iterable[str | None]) -> CallingRules:
    """Return a campaign's rules with those of the areas in which a person lives: state, district, block."""
    hers = [area for area in areas if area in calendar.areas]
    return replace(
        rules,
        holidays=rules.holidays.union(*(calendar.holidays.get(area, frozenset()) for area in hers)),
        gaps=rules.gaps + tuple(gap for area in hers for gap in calendar.gaps.get(area, ())),
        outages=rules.outages + tuple(outage for area in hers for outage in calendar.outages.get(area, ())),
    )


def shut_places(rules: CallingRules, calendar: PlaceCalendar, *, now: datetime) -> dict[str, Refusal]:
    """Return the areas in which nobody may be called now, each with why; everywhere else the campaign may dial."""
    asked = {area: may_call(rules_of_place(rules, calendar, [area]), now=now) for area in calendar.areas}
    return {area: refusal for area, refusal in asked.items() if refusal}
