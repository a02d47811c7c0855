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


def asked_fields(document: Mapping[str, Any]) -> frozenset[str]:
    """Return the fields that a script's conditions ask for: nothing else of a record travels to a desk for them."""
    return frozenset(part["when"]["field"] for part in _parts(document) if "when" in part)


def record_of(fields: frozenset[str], known: Mapping[str, str | None], columns: Mapping[str, Any]) -> dict[str, str]:
    """Return those fields of a person, from what is known of her and from the columns of her list."""
    said = {
        name: columns.get(name.removeprefix(COLUMN)) if name.startswith(COLUMN) else known.get(name) for name in fields
    }
    return {name: str(value) for name, value in said.items() if value is not None}


def plain(value: str) -> str:
    """Return a value as it is compared: without stray spaces, in small letters."""
    return _SPACES.sub(" ", value).strip(" ").lower()


def _parts(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for step in document["steps"].values():
        yield step
        yield from step.get("options", ())
