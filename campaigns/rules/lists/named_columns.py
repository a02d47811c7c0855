"""Takes columns as a person names them in one line, by letter or by heading: `name=B,phone=C:D,district=Zila`."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, Final

from campaigns.rules.lettering import folded
from campaigns.rules.lists.column_letters import column_index, column_letters
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.refusals import Refusal

_SEVERAL: Final = {"phone": "phones", "identity": "identity", "extra": "extra", "old_font": "old_font"}
_NOT_NAMED: Final = {"header_row", "labels", "doubted_font", *_SEVERAL.values()}
FIELDS: Final = (*_SEVERAL, *(field.name for field in fields(ColumnMap) if field.name not in _NOT_NAMED))


def named_columns(text: str, guess: ColumnMap, width: int) -> ColumnMap | Refusal:
    """Return the guess with the columns that were named put in place; a named column is nothing else any more."""
    named: dict[str, tuple[int, ...]] = {}
    for part in text.split(","):
        field, equals, wanted = (piece.strip() for piece in part.partition("="))
        if not equals or field not in FIELDS:
            return Refusal(
                "field_unknown",
                f"“{part.strip()}” names no column: write field=column with one of {', '.join(FIELDS)}.",
            )
        found = [_column(name, guess.labels, width) for name in wanted.split(":")]
        if None in found or (len(found) > 1 and field not in _SEVERAL):
            where = f"A to {column_letters(width - 1)}" if width else "no column"
            return Refusal(
                "column_unknown", f"“{wanted}” is no column for {field}: write a letter ({where}) or a heading."
            )
        if field in named:
            return Refusal(
                "field_twice",
                f"“{field}” is named twice: write it once, and several columns apart by colons, as phone=C:D.",
            )
        named[field] = tuple(index for index in found if index is not None)
    return _two_things(named) or _placed(guess, named)


def _two_things(named: dict[str, tuple[int, ...]]) -> Refusal | None:
    """Refuse a column that is named for two fields; that its font is old says nothing of what it holds."""
    fields_of: dict[int, str] = {}
    for field, indexes in named.items():
        for index in indexes if field != "old_font" else ():
            if fields_of.setdefault(index, field) != field:
                return Refusal(
                    "column_twice",
                    f"Column {column_letters(index)} is named for {fields_of[index]} and for {field}: name it for one of them.",
                )
    return None


def _column(name: str, labels: Sequence[str], width: int) -> int | None:
    words = [folded(label) for label in labels]
    if folded(name) and folded(name) in words:
        return words.index(folded(name))
    index = column_index(name.strip())
    return index if index is not None and index < width else None


def _placed(guess: ColumnMap, named: dict[str, tuple[int, ...]]) -> ColumnMap:
    taken = {index for field, indexes in named.items() if field != "old_font" for index in indexes}
    single: dict[str, Any] = {
        field: None for field in FIELDS if field not in _SEVERAL and getattr(guess, field) in taken
    }
    several: dict[str, Any] = {
        field: tuple(index for index in getattr(guess, field) if index not in taken)
        for name, field in _SEVERAL.items()
        if name != "old_font"
    }
    for field, indexes in named.items():
        if field in _SEVERAL:
            several[_SEVERAL[field]] = indexes
        else:
            single[field] = indexes[0]
    return replace(guess, **single, **several)
