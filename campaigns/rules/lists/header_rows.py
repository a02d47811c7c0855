"""Finds the heading of a sheet under its titles, also where it is spread over two rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from campaigns.rules.lettering import folded
from campaigns.rules.lists.cells import Cell, as_text, is_blank
from campaigns.rules.lists.headings import Heading, heading_of

SEARCHED: Final = 40  # rows that hold something; titles and letterheads are shorter
_TELLING: Final = frozenset({Heading.PHONE, Heading.NAME, Heading.RELATIVE_NAME})
_LEAST_DIGITS: Final = 9  # of a number to call
_MOST_DIGITS: Final = 5  # in a heading: "Mobile No. 2", "(as on 31-3)"


@dataclass(frozen=True)
class HeaderRows:
    """The heading: from row `first` to row `last`, and one label per column."""

    first: int
    last: int
    labels: tuple[str, ...]


def find_header(rows: Sequence[tuple[int, Sequence[Cell]]]) -> HeaderRows | None:
    """Return the heading, or None where the sheet begins with people at once."""
    searched = _top(rows)
    least = min(2, max((_filled(cells) for _, cells in searched), default=0))  # a title alone in its row heads nothing
    best, best_score = None, 0
    for at, (_, cells) in enumerate(searched):
        if best is not None and _is_person(cells, below=searched[best][1]):
            break  # what follows is a heading repeated, however much more it names
        if _filled(cells) >= least and (score := _score(cells)) > best_score:
            best, best_score = at, score
    if best is None:
        return None
    number, cells = searched[best]
    labels = labels_of(cells)
    if best + 1 < len(searched) and _completes(searched[best + 1][1], cells):
        return HeaderRows(number, searched[best + 1][0], _joined(labels, labels_of(searched[best + 1][1])))
    if best > 0 and _completes(cells, searched[best - 1][1]):
        return HeaderRows(searched[best - 1][0], number, _joined(labels_of(searched[best - 1][1]), labels))
    return HeaderRows(number, number, labels)


def _top(rows: Sequence[tuple[int, Sequence[Cell]]]) -> Sequence[tuple[int, Sequence[Cell]]]:
    filled = [place for place, (_, cells) in enumerate(rows) if _filled(cells)]
    return rows[: filled[SEARCHED]] if len(filled) > SEARCHED else rows


def _score(cells: Sequence[Cell]) -> int:
    """How many different meanings the row's cells name; 0 where it cannot be a heading."""
    filled = [cell for cell in cells if not is_blank(cell)]
    if not filled or not all(may_head(cell) for cell in filled):
        return 0
    meanings = [meaning for cell in filled if (meaning := heading_of(as_text(cell))) is not None]
    if not _TELLING.intersection(meanings):
        return 0
    if len(filled) > 1 and len(meanings) < 2:
        return 0
    return len(meanings)


def _is_person(cells: Sequence[Cell], *, below: Sequence[Cell]) -> bool:
    """Say whether a row looks like the first person under a heading: a number to call, and as many cells as half of it."""
    has_number = any(sum(map(str.isdigit, as_text(cell))) >= _LEAST_DIGITS for cell in cells if not is_blank(cell))
    return has_number and _filled(cells) * 2 >= _filled(below)


def _filled(cells: Sequence[Cell]) -> int:
    return sum(not is_blank(cell) for cell in cells)


def may_head(cell: Cell) -> bool:
    """Say whether a cell may stand in a heading; who has more digits is somebody."""
    if isinstance(cell, str):
        return sum(letter.isdigit() for letter in cell) <= _MOST_DIGITS
    return isinstance(cell, (int, float)) and 0 < cell < 10_000  # a year


def labels_of(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Return the words of a row, each on one line."""
    return tuple(" ".join(as_text(cell).split()) for cell in cells)


def _completes(lower: Sequence[Cell], upper: Sequence[Cell]) -> bool:
    """Say whether the lower row only fills the columns that the upper leaves open under its merged cells."""
    filled = [index for index, cell in enumerate(lower) if not is_blank(cell)]
    if not filled or not all(may_head(lower[index]) for index in filled):
        return False
    above = [index for index, cell in enumerate(upper) if not is_blank(cell)]
    if len(above) < 2:
        return False
    known = sum(heading_of(as_text(lower[index])) is not None for index in filled)
    opened = any(index >= len(upper) or is_blank(upper[index]) for index in filled)
    return opened and known * 2 >= len(filled) and known >= 1


def _joined(upper: tuple[str, ...], lower: tuple[str, ...]) -> tuple[str, ...]:
    """One label per column: the lower one where it means something, else both, the upper running on to its right."""
    labels, group = [], ""
    for index in range(max(len(upper), len(lower))):
        above = upper[index] if index < len(upper) else ""
        below = lower[index] if index < len(lower) else ""
        group = ("" if ":" in above else above) if above else group  # "District: Bandipora" is a title
        if not below:
            labels.append(above)
        elif heading_of(below) is not None and heading_of(below) is not Heading.SERIAL:
            labels.append(below)
        else:
            labels.append(f"{group} {below}".strip())
    return tuple(labels)


def same_heading(cells: Sequence[Cell], labels: tuple[str, ...]) -> bool:
    """Say whether a row repeats the heading."""
    own = _folded_labels(labels)
    filled = 0
    for index, cell in enumerate(cells):
        if not is_blank(cell):
            if own.get(index) != folded(as_text(cell)):
                return False
            filled += 1
    return filled >= min(2, len(own))


@lru_cache(maxsize=8)
def _folded_labels(labels: tuple[str, ...]) -> dict[int, str]:
    return {index: folded(label) for index, label in enumerate(labels) if label}
