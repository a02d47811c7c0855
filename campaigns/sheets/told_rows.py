"""How the processes that read foreign files tell what they find: JSON in short lines, with memory and time bounded.

They import nothing else of the house, for they start with every file.
"""

import os
import resource
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import orjson

ErrorCell = tuple[
    int, int, str
]  # row and column of a cell whose formula is broken, from 0, and what it shows, as #REF!

MOST_MEMORY: Final = 3 << 30  # a million rows of twenty columns need one
MOST_SECONDS: Final = 300  # of a processor; a million rows take less than one minute
BYTES_AT_ONCE: Final = 1 << 18  # in one line of what is told, but for a single row that has more
LOOKED_AT: Final = 200  # rows of each sheet, to find the one with the people and its columns
LOOKED_INTO: Final = 40  # sheets, likewise
SHOWN_OF_CELL: Final = 500  # letters of a cell that is only looked at
LONGEST: Final = 1 << 18  # letters; a longer cell is refused by whoever asked, and need not be told whole


def keep_small() -> None:
    """Bound this process, so that no file takes the machine; where it has too little, the kernel ends this one first."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    os.nice(5)
    with suppress(OSError):  # where there is no such file, the kernel chooses by itself
        Path("/proc/self/oom_score_adj").write_text("800")


def tell(what: Any) -> None:
    """Tell one thing, in a line of its own."""
    sys.stdout.buffer.write(orjson.dumps(what) + b"\n")


def tell_sheet(name: str, rows: int, first: Sequence[list[Any]]) -> None:
    """Tell a sheet with its first rows, long cells cut."""
    shown = [_cut(row, SHOWN_OF_CELL) for row in first]
    tell({"name": name, "rows": rows, "first": shown, "cut": shown != first})


def tell_rows(rows: Iterable[list[Any]]) -> None:
    """Tell the rows of one sheet, many in a line."""
    batch: list[bytes] = []
    told = 0
    for values in rows:
        row = orjson.dumps(values)
        if len(row) > LONGEST:
            row = orjson.dumps(_cut(values, LONGEST))
        batch.append(row)
        told += len(row)
        if told > BYTES_AT_ONCE:
            sys.stdout.buffer.write(b"[" + b",".join(batch) + b"]\n")
            batch, told = [], 0
    sys.stdout.buffer.write(b"[" + b",".join(batch) + b"]\n")


def _cut(values: list[Any], most: int) -> list[Any]:
    return [value[:most] if isinstance(value, str) and len(value) > most else value for value in values]
