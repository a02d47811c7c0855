"""Hides small counts in a table with its sums, and so much beside them that nobody can compute them back.

A count from 1 to 4 may tell who somebody is ("<5", as in published statistics of many countries). Where all sums are
known, one hidden number is the sum less the others, so others are hidden, too. Whether that is enough is not guessed:
the numbers of a table with sums are a flow along rows and columns, and a hidden number can be another one just where
some circle of hidden numbers lets one unit go round (what a reader knows of each: 1 to 4, or 5 and more).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

FEWEST: Final = 5
Cell = tuple[int, int]  # row and column; the last of each holds the sums
Table = Sequence[Sequence[int]]


def with_sums(inner: Table) -> list[list[int]]:
    """Return a table with the sums of its rows and columns as last column and row."""
    rows = [[*row, sum(row)] for row in inner]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def hidden_cells(table: Table, *, hidden: AbstractSet[Cell] = frozenset()) -> set[Cell]:
    """Return which cells of a table with sums must be hidden; `hidden` are those that another table hides already."""
    found = set(hidden) | {cell for cell in _cells(table) if is_small(table[cell[0]][cell[1]])}
    while exposed := next(_exposed(table, found), None):
        others = [cell for cell in _cells(table) if cell not in found and table[cell[0]][cell[1]] >= FEWEST]
        if not others:
            return found
        found.add(min(others, key=lambda cell: _price(table, cell, exposed)))
    return _without_needless(table, found, hidden)


def is_small(number: int) -> bool:
    """Tell whether a count is so small that it may tell who somebody is; nobody is nobody."""
    return 0 < number < FEWEST


def _without_needless(table: Table, found: set[Cell], hidden: AbstractSet[Cell]) -> set[Cell]:
    """Show again, the largest first, what was hidden on the way and turned out not to be needed."""
    ours = (cell for cell in found if cell not in hidden and not is_small(table[cell[0]][cell[1]]))
    for cell in sorted(ours, key=lambda cell: (-table[cell[0]][cell[1]], cell)):
        less = found - {cell}
        if next(_exposed(table, less), None) is None:
            found = less
    return found


def _price(table: Table, cell: Cell, exposed: Cell) -> tuple[bool, bool, int]:
    """Hide sums last, first what stands in line with the exposed number, and the smallest of these."""
    in_line = cell[0] == exposed[0] or cell[1] == exposed[1]
    return (_is_sum(table, cell), not in_line, table[cell[0]][cell[1]])


def _exposed(table: Table, hidden: AbstractSet[Cell]) -> Iterator[Cell]:
    """Yield the small counts of which a reader could say the number."""
    ways = _ways(table, hidden)
    for cell in sorted(hidden):
        number = table[cell[0]][cell[1]]
        if is_small(number):
            begins, ends = _arc(table, cell)
            more = number < FEWEST - 1 and _leads(ways, ends, begins)
            if not more and not (number > 1 and _leads(ways, begins, ends)):
                yield cell


def _ways(table: Table, hidden: AbstractSet[Cell]) -> dict[str, set[str]]:
    """Return between which lines one unit can go: forth where a hidden number may be more, back where less."""
    ways: dict[str, set[str]] = defaultdict(set)
    for cell in hidden:
        number, (begins, ends) = table[cell[0]][cell[1]], _arc(table, cell)
        least, most = (1, FEWEST - 1) if is_small(number) else (FEWEST, None)
        if number == 0:
            continue
        if most is None or number < most:
            ways[begins].add(ends)
        if number > least:
            ways[ends].add(begins)
    return ways


def _leads(ways: Mapping[str, set[str]], begins: str, ends: str) -> bool:
    """Tell whether a way leads from one line to another that does not go straight: that would be the number itself."""
    seen = {begins, ends}
    left = [line for line in ways.get(begins, ()) if line != ends]
    while left:
        line = left.pop()
        if line not in seen:
            if ends in ways.get(line, ()):
                return True
            seen.add(line)
            left.extend(ways.get(line, ()))
    return False


def _arc(table: Table, cell: Cell) -> tuple[str, str]:
    """Rows give to columns, columns to the whole, and the whole to rows: what goes in comes out everywhere."""
    row, column = cell
    sum_of_column, sum_of_row = row == len(table) - 1, column == len(table[0]) - 1
    if sum_of_column:
        return ("sums", "whole") if sum_of_row else (f"column {column}", "sums")
    return ("whole", f"row {row}") if sum_of_row else (f"row {row}", f"column {column}")


def _is_sum(table: Table, cell: Cell) -> bool:
    return cell[0] == len(table) - 1 or cell[1] == len(table[0]) - 1


def _cells(table: Table) -> Iterator[Cell]:
    for row, line in enumerate(table):
        for column in range(len(line)):
            yield row, column
