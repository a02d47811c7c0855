"""Says a change of the calling rules: what it was about, and each value before and after."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from babel.dates import get_day_names
from flask_babel import LazyString, get_locale, gettext, lazy_gettext

from agent_ui.numbers import moment, percent
from agent_ui.words import word
from campaigns.rules.calling.rule_changes import Subject
from campaigns.rules.campaign_states import DialMode

_ = lazy_gettext
SUBJECTS: Final[dict[Subject, LazyString]] = {
    Subject.HOURS: _("Calling hours"),
    Subject.CAPS: _("Calls a day"),
    Subject.HOLIDAY: _("Holiday"),
    Subject.GAP: _("Rest in the day"),
    Subject.OUTAGE: _("Outage"),
    Subject.PLAN: _("Plan of a campaign"),
    Subject.SHARE: _("Share of the lines"),
    Subject.PLACING: _("How calls are placed"),
}
FIELDS: Final[dict[str, LazyString]] = {
    "weekday": _("Weekday"),
    "opens": _("Begins"),
    "closes": _("Ends"),
    "begins": _("Begins"),
    "ends": _("Ends"),
    "begins_at": _("Begins"),
    "ends_at": _("Ends"),
    "from": _("From"),
    "to": _("Until"),
    "valid_from": _("From"),
    "valid_to": _("Until"),
    "day": _("Day"),
    "area_id": _("Area"),
    "name": _("Name"),
    "source": _("Source"),
    "calls_per_phone": _("Calls to a phone in a day"),
    "calls_per_person": _("Calls to a person in a day"),
    "gap_minutes": _("Minutes between two calls to a phone"),
    "gap_after_talk_minutes": _("The same after a talk"),
    "max_attempts": _("Attempts"),
    "learned_hours": _("Learned hours"),
    "share": _("Share"),
    "mode": _("Mode"),
    "abandon_target": _("Aim"),
    "abandon_cap": _("Limit"),
    "wrap_up_seconds": _("Seconds after the call"),
    "preview_seconds": _("Seconds to look at a record"),
}

MOMENTS: Final = frozenset({"begins_at", "ends_at"})
TIMES: Final = frozenset({"opens", "closes", "begins", "ends"})


def weekday_in_words(weekday: int | None) -> str:
    """Return the name of a weekday, or that every day is meant."""
    if weekday is None:
        return str(gettext("Every day"))
    return str(get_day_names(locale=get_locale() or "en")[weekday])


IN_WORDS: Final[dict[str, Callable[[Any], str]]] = {
    "weekday": weekday_in_words,
    "mode": lambda mode: word(DialMode(mode)),
    "abandon_target": percent,
    "abandon_cap": percent,
}


@dataclass(frozen=True)
class Here:
    """What the values of a change are read with: the time zone, and the names of areas."""

    zone: str
    areas: Mapping[str, str]


def change_in_words(before: Mapping[str, Any], after: Mapping[str, Any], here: Here) -> list[str]:
    """Return a line for each value that is new or another; what was taken back is told as it was."""
    told = after or before
    lines = []
    for name in (name for name in FIELDS if name in told):
        new = _value(name, told[name], here)
        old = _value(name, before[name], here) if after and name in before else new
        if not after or not before or old != new:
            lines.append(f"{FIELDS[name]}: {new}" if old == new else f"{FIELDS[name]}: {old} → {new}")
    return lines


def _value(name: str, value: Any, here: Here) -> str:
    if name in IN_WORDS:
        return IN_WORDS[name](value)
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    if value is None or not isinstance(value, str):
        return "–" if value is None else str(value)
    if name in MOMENTS:
        return moment(datetime.fromisoformat(value), here.zone)
    if name in TIMES:
        return value[: len("10:00")]
    return here.areas.get(value, value) if name == "area_id" else value
