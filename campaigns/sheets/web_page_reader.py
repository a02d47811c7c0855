"""Runs as a process of its own, `-m campaigns.sheets.web_page_reader FILE sheets|rows SHEET ENCODING`: prints what is asked for.

Portals call a web page a workbook (`.xls`). Each of its tables with something in it is a sheet. The page is read as it
comes, no tree of it is built, nothing that it names is fetched and nothing in it is run.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml.etree import HTMLParser

from campaigns.sheets.told_rows import LOOKED_AT, LOOKED_INTO, keep_small, tell, tell_rows, tell_sheet
from campaigns.sheets.web_tables import WebTable, WebTables

_LETTERS_AT_ONCE = 1 << 16


def main(path: str, ask: str, sheet: str, codec: str) -> None:
    """Tell the tables, one of them or all with their first rows, or all rows of one."""
    keep_small()
    match ask:
        case "sheets":
            _tell_sheets(Path(path), sheet, codec)
        case _:
            tell_rows(cells for table, cells in _rows(Path(path), codec) if table.name == sheet)


def _tell_sheets(path: Path, chosen: str, codec: str) -> None:
    counts: Counter[str] = Counter()
    filled: dict[str, None] = {}
    first: dict[str, list[list[Any]]] = {}
    for table, cells in _rows(path, codec):
        name = table.name
        if name not in filled and any(cell is not None for cell in cells):
            filled[name] = None
            if chosen in ("", name) and len(first) < LOOKED_INTO:
                first[name] = [[]] * min(counts[name], LOOKED_AT)
        if name in first and len(first[name]) < LOOKED_AT:
            first[name].append(cells)
        counts[name] += 1
    tell({"shown": list(filled), "hidden": []})
    for name, rows in first.items():
        tell_sheet(name, counts[name], rows)


def _rows(path: Path, codec: str) -> Iterator[tuple[WebTable, list[Any]]]:
    """Yield each row with its table; the rows of tables within each other come in the order in which they end."""
    tables = WebTables()
    parser = HTMLParser(target=tables, encoding="utf-8", no_network=True, huge_tree=True)
    with path.open(encoding=codec, errors="replace", newline="") as page:
        while letters := page.read(_LETTERS_AT_ONCE):
            parser.feed(letters.replace("\0", "").encode("utf-8", "replace"))
            yield from tables.taken()
    parser.close()
    yield from tables.taken()


if __name__ == "__main__":
    main(*sys.argv[1:])
