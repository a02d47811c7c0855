"""Prints all that check-list knows of one row: its cells, what the rules saw, the verdict and how to mend it."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import click

from campaigns.rules.lists.beneficiary_list import JudgedRow
from campaigns.rules.lists.cells import Cell
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.explained_place import explained_place
from campaigns.rules.lists.explained_row import explained_cells
from campaigns.rules.lists.hints import ODDITY_HINTS, REASON_HINTS
from campaigns.rules.lists.odd_numbers import odd_cell
from campaigns.rules.lists.shared_phones import SharedPhones
from campaigns.rules.verdicts import Warn
from campaigns.shared.place_lookups import PLACE_LOOKUPS
from campaigns.sheets.sheet import Row
from campaigns.store.areas.shipped_areas import shipped_gazetteer


@dataclass
class WatchedRow:
    """The row that is to be explained, once it has come by."""

    number: int | None
    cells: list[Cell] | None = None
    judged: JudgedRow | None = None

    def watch(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Hand the rows on."""
        for number, cells in rows:
            if number == self.number:
                self.cells = cells
            yield number, cells

    def see(self, judged: JudgedRow) -> None:
        """Keep the verdict where it is the row's."""
        if judged.row == self.number:
            self.judged = judged

    def explained(self, columns: ColumnMap, region: str, shared: SharedPhones) -> dict[str, Any] | None:
        """Return what is known of the row as JSON; None where the file has no such row."""
        if self.judged is None or self.cells is None:
            return None
        today = datetime.now(UTC).date()
        place = explained_place(self.judged.fields, shipped_gazetteer(region, on=today, lookups=PLACE_LOOKUPS))
        judged = self.judged
        warnings = [*judged.warnings, *([Warn.PHONE_SHARED] if judged.row in shared.rows else [])]
        odd = odd_cell(judged.reason, judged.cells, columns)
        hint = ODDITY_HINTS[odd.oddity] if odd else REASON_HINTS[judged.reason] if judged.reason else None
        same = {"same_as_row": judged.same_as_row} if judged.same_as_row else {}
        return same | {
            "row": judged.row,
            "verdict": judged.verdict.value,
            "reason": judged.reason.value if judged.reason else None,
            "other_reasons": [reason.value for reason in judged.other_reasons],
            "warnings": [warning.value for warning in warnings],
            "hint": hint,
            "place": asdict(place) if place else None,
            "cells": [asdict(cell) for cell in explained_cells(self.cells, judged, columns, region)],
        }


def print_explained(told: dict[str, Any]) -> None:
    """Print an explained row for a person."""
    click.echo(f"Row {told['row']}: {told['verdict']}" + (f", {told['reason']}" if told["reason"] else ""))
    for cell in told["cells"]:
        seen = ": ".join(filter(None, (cell["taken_for"], cell["seen"]))) or "not used"
        click.echo(f"  {cell['column']:>3}  {cell['heading']}  [{cell['cell']}]  {seen}")
    if told["place"]:
        _print_place(told["place"])
    for words in ("other_reasons", "warnings"):
        if told[words]:
            click.echo(f"  {words.replace('_', ' ')}: {', '.join(told[words])}")
    if "same_as_row" in told:
        click.echo(f"  the same person as in row {told['same_as_row']}, which is kept")
    if told["hint"]:
        click.echo(f"  {told['hint']}")


def _print_place(place: dict[str, Any]) -> None:
    if place["found"]:
        click.echo(f"  place: {', '.join(place['found'])}")
    for doubt in place["doubts"]:
        near = "; ".join(doubt["choices"]) or "nothing like it is known here"
        click.echo(f"  {doubt['level']} “{doubt['said']}”: {doubt['what']}: {near}")
