"""Sets a report on paper: PDF with text in any of our scripts, from fonts and a template of our own."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

import typst

from agent_ui.copied_text import with_text_to_copy
from agent_ui.languages import direction, language

TEMPLATE: Final = Path(__file__).parent / "templates" / "print" / "report.typ"
FONTS: Final = Path(__file__).parent / "static" / "vendor" / "print"


@dataclass(frozen=True)
class Column:
    """A column of a printed table."""

    label: str
    number: bool = False
    formula: bool = False  # runs from left to right in every language


@dataclass(frozen=True)
class PrintedBar:
    """A share as a bar: of what it is, how long, and the share in words."""

    name: str
    share: float | None
    said: str


@dataclass(frozen=True)
class PrintedWeek:
    """Shares by day (down) and hour (across), the darker the higher; None where there is nothing."""

    days: Sequence[str]
    hours: Sequence[int]
    shares: Sequence[Sequence[float | None]]


@dataclass(frozen=True)
class PrintedTable:
    """A table with its title; every cell in the reader's words already. Charts of its figures stand above it."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    sentences: Sequence[str] = ()
    bars: Sequence[PrintedBar] = ()
    week: PrintedWeek | None = None
    sums: bool = False  # its last row adds up those above


@dataclass(frozen=True)
class PrintedNotes:
    """Sentences under a title."""

    title: str
    sentences: Sequence[str]


@dataclass(frozen=True)
class PrintedReport:
    """What stands on the pages, from the top; `formulas` are English in every language."""

    title: str
    subtitle: str
    footer: str
    sentences: Sequence[str] = ()
    tables: Sequence[PrintedTable] = ()
    notes: Sequence[PrintedNotes] = ()
    formulas: Sequence[str] = field(default=())


def typeset(report: PrintedReport) -> bytes:
    """Return a report as PDF, in the language of the request."""
    return with_text_to_copy(_compiled({**asdict(report), "language": language(), "direction": direction()}))


def _compiled(page: Mapping[str, object]) -> bytes:
    made = typst.compile(
        TEMPLATE, format="pdf", font_paths=[FONTS], ignore_system_fonts=True, sys_inputs={"page": json.dumps(page)}
    )
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made
