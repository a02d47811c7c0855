"""What the import puts right by itself, and how a cell is read once an officer has said that it was not so."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Final

from campaigns.rules.areas.gazetteer import Gazetteer
from campaigns.rules.areas.places import LEVELS, PlaceTexts
from campaigns.rules.lists.cells import Cell
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.mend_kinds import MendKind
from campaigns.rules.lists.phone_numbers import read_phone_cell
from campaigns.rules.lists.placeholders import is_placeholder

NO_NUMBER: Final = False  # a cell of a workbook that cannot hold a phone number


class Repair(StrEnum):
    """What was written one way and is dialled or shown another way."""

    SPELLING = "spelling"  # spaces, signs and codes beside the digits
    OWN_DIGITS = "own_digits"  # Urdu, Arabic or Hindi ones
    SEVERAL = "several"  # more than one number in a cell
    PLACES = "places"  # found by another spelling, or by what the place once was
    IDENTITY_NUMBERS = "identity_numbers"  # cut to four digits; the others were never stored, so nobody can undo it


NOT_SO: Final = {
    Repair.SPELLING: MendKind.NOT_THIS_NUMBER,
    Repair.OWN_DIGITS: MendKind.NOT_THIS_NUMBER,
    Repair.SEVERAL: MendKind.NOT_SECOND_NUMBER,
    Repair.PLACES: MendKind.NOT_THIS_PLACE,
}
Refused = Mapping[int, MendKind]  # by column, from 0: readings of a row's cells that an officer has refused


def cells_as_refused(cells: Sequence[Cell], refused: Refused, region: str) -> list[Cell]:
    """Return the cells to judge: without a number that was none, or without the second one of a cell."""
    read = list(cells)
    for column, kind in refused.items():
        if column < len(read) and kind is MendKind.NOT_THIS_NUMBER:
            read[column] = NO_NUMBER
        elif column < len(read) and kind is MendKind.NOT_SECOND_NUMBER:
            read[column] = _first_number(read[column], region)
    return read


def levels_by_name(refused: Refused, columns: ColumnMap) -> frozenset[str]:
    """Return the levels on which only an area's own name or code counts for this row."""
    not_places = {column for column, kind in refused.items() if kind is MendKind.NOT_THIS_PLACE}
    return frozenset(level for level in LEVELS if getattr(columns, level) in not_places)


def written_place(said: Mapping[str, str], refused: Collection[int], columns: ColumnMap) -> PlaceTexts:
    """Return cells by level as the import reads them; those in refused columns count only by an area's own name."""
    texts = {level: "" if is_placeholder(text) else " ".join(text.split()) for level, text in said.items()}
    return PlaceTexts(**texts, by_name=frozenset(level for level in LEVELS if getattr(columns, level) in refused))


def borrowed_levels(texts: PlaceTexts, places: Gazetteer) -> list[str]:
    """Return the levels on which the row's place was found otherwise than by an area's own name or code."""
    found = places.resolve_area(texts)
    return [
        level
        for level in LEVELS
        if getattr(texts, level)
        and level not in texts.by_name
        and places.resolve_area(texts._replace(by_name=texts.by_name | {level})) != found
    ]


def numbers_taken(repair: Repair, text: str, region: str) -> Collection[str]:
    """Return the numbers that are dialled because of a repair."""
    numbers = [phone.number for phone in read_phone_cell(text, region).phones]
    return numbers[1:] if repair is Repair.SEVERAL else numbers


def _first_number(cell: Cell, region: str) -> Cell:
    phones = read_phone_cell(cell, region).phones
    if len(phones) < 2:
        return cell
    note = "" if any(map(str.isdigit, phones[0].note)) else phones[0].note
    return f"{phones[0].number} ({note})" if note else phones[0].number
