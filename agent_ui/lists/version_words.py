"""How a newer version of a list is told: what differs for a person, in the words of the page, from what to what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import LazyString, lazy_gettext

from campaigns.rules.lists.list_versions import Change, Part
from campaigns.store.lists.list_versions import ComparedPerson

_ = lazy_gettext
CHANGES: Final[dict[Change, LazyString]] = {
    Change.NEW: _("New people"),
    Change.CHANGED: _("Changed people"),
    Change.MISSING: _("Missing people"),
    Change.UNCHANGED: _("Unchanged people"),
}
PARTS: Final[dict[Part, LazyString]] = {
    Part.NAME: _("Name"),
    Part.PHONES: _("Phones"),
    Part.RELATIVE: _("Father or husband"),
    Part.AREA: _("Place"),
    Part.VILLAGE: _("Village"),
    Part.PIN_CODE: _("PIN code"),
    Part.CATEGORY: _("Category"),
    Part.GENDER: _("Gender"),
    Part.BIRTH_YEAR: _("Year of birth"),
    Part.LANGUAGE: _("Language"),
    Part.SCHEME_PERSON_ID: _("ID in the scheme"),
}


@dataclass(frozen=True)
class Difference:
    """One thing that the newer list says otherwise."""

    label: str
    before: str
    after: str
    is_code: bool = False  # digits, which run from left to right in every language


@dataclass(frozen=True)
class PersonLine:
    """One person on the page."""

    row: int
    name: str
    phones: Sequence[str]
    place: str
    differences: Sequence[Difference]


def person_lines(people: Sequence[ComparedPerson], areas: Mapping[str, str]) -> list[PersonLine]:
    """Return the people with their places by name."""
    return [
        PersonLine(
            one.row,
            one.name,
            one.phones,
            one.person.get("village") or areas.get(one.person.get("area_id", ""), ""),
            [each for part, (before, after) in one.differs.items() for each in _told(part, before, after, areas)],
        )
        for one in people
    ]


def areas_of(people: Collection[ComparedPerson]) -> set[str]:
    """Return the areas whose names the lines need."""
    differing = (area for one in people for area in one.differs.get(Part.AREA, ()))
    return {area for area in (*differing, *(one.person.get("area_id") for one in people)) if area}


def _told(part: Part, before: Any, after: Any, areas: Mapping[str, str]) -> list[Difference]:
    match part:
        case Part.EXTRA:
            older = before or {}
            return [Difference(key, older.get(key, ""), text) for key, text in after.items() if text != older.get(key)]
        case Part.PHONES:
            return [Difference(str(PARTS[part]), " ".join(before), " ".join(after), is_code=True)]
        case Part.AREA:
            return [Difference(str(PARTS[part]), areas.get(before or "", ""), areas.get(after, ""))]
        case _:
            return [Difference(str(PARTS[part]), str(before or ""), str(after))]
