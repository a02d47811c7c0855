"""Conditions on a person's record: a step or an option of a script that is only for some people."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

COLUMN: Final = "column:"  # and the heading of a column that the list brought along
RECORD_FIELDS: Final = ("language", "gender", "category", "state", "district", "block", "village")
NO_RECORD: Final[Mapping[str, str]] = MappingProxyType({})
_SPACES: Final = re.compile(r"[ \t\r\n]+")  # the same in static/desk/path.js: browser and server must agree


@dataclass(frozen=True)
class Condition:
    """What a field of the record must be, or must not be; a record that says nothing is none of the values."""

    field: str
    values: frozenset[str]
    wanted: bool = True

    def holds(self, record: Mapping[str, str]) -> bool:
        """Say whether it holds for a person's record."""
        return (plain(record.get(self.field, "")) in self.values) is self.wanted


def read_condition(part: Mapping[str, Any]) -> Condition | None:
    """Return the condition of a step or an option: {"field": "gender", "is": ["female"]}, or with "is_not"."""
    when = part.get("when")
    if when is None:
        return None
    values = when["is"] if "is" in when else when["is_not"]
    return Condition(when["field"], frozenset(plain(value) for value in values), "is" in when)


def is_record_field(name: str) -> bool:
    """Say whether a record may have a field of this name."""
    return name in RECORD_FIELDS or (name.startswith(COLUMN) and bool(name.removeprefix(COLUMN).strip()))


def asked_values(document: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Return the fields that a script's conditions ask for, each with the values that they name."""
    asked: dict[str, frozenset[str]] = {}
    for condition in filter(None, map(read_condition, _parts(document))):
        asked[condition.field] = asked.get(condition.field, frozenset()) | condition.values
    return asked


def record_of(
    asked: Mapping[str, frozenset[str]], known: Mapping[str, str | None], columns: Mapping[str, Any]
) -> dict[str, str]:
    """Return what a script must know of a person, and no more: a value that it does not name stays unsaid."""
    said = {
        name: columns.get(name.removeprefix(COLUMN)) if name.startswith(COLUMN) else known.get(name) for name in asked
    }
    values = {name: plain(str(value)) for name, value in said.items() if value is not None}
    return {name: value for name, value in values.items() if value in asked[name]}


def plain(value: str) -> str:
    """Return a value as it is compared: without stray spaces, in small letters."""
    return _SPACES.sub(" ", value).strip(" ").lower()


def _parts(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for step in document["steps"].values():
        yield step
        yield from step.get("options", ())
