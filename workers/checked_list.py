"""What `raabta check-list` has counted, and how it says so."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import click

from campaigns.rules.lists.beneficiary_list import JudgedRow
from campaigns.rules.lists.column_letters import column_letters
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.hints import ODDITY_HINTS, REASON_HINTS
from campaigns.rules.lists.odd_numbers import OddCell, Oddity, odd_cell
from campaigns.rules.lists.shared_phones import SharedPhones
from campaigns.rules.verdicts import Reason, Verdict, Warn
from workers.watched_row import print_explained


@dataclass
class Counted:
    """Rows by verdict, by reason, and of each reason the first; likewise of what is odd about the cells of a reason."""

    columns: ColumnMap
    verdicts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[Reason] = field(default_factory=Counter)
    first: dict[Reason, int] = field(default_factory=dict)
    warnings: Counter[Warn] = field(default_factory=Counter)
    first_warned: dict[str, int] = field(default_factory=dict)
    shared: SharedPhones = field(default_factory=SharedPhones)
    odd: Counter[tuple[Reason, Oddity]] = field(default_factory=Counter)
    first_odd: dict[tuple[Reason, Oddity], tuple[int, OddCell]] = field(default_factory=dict)

    def add(self, judged: JudgedRow) -> None:
        """Count a row."""
        self.verdicts[judged.verdict] += 1
        self.shared.see(judged)
        if judged.verdict is Verdict.ACCEPTED:
            self.warnings.update(judged.warnings)
            self.first_warned = dict.fromkeys(judged.warnings, judged.row) | self.first_warned
        if judged.reason:
            self.reasons[judged.reason] += 1
            self.first.setdefault(judged.reason, judged.row)
            if odd := odd_cell(judged.reason, judged.cells, self.columns):
                self.odd[judged.reason, odd.oddity] += 1
                self.first_odd.setdefault((judged.reason, odd.oddity), (judged.row, odd))

    def worth_a_look(self) -> dict[str, int]:
        """Return rows by warning, of those that can be called."""
        counted = Counter({Warn.PHONE_SHARED: len(self.shared.rows)}) + self.warnings
        return {warning.value: rows for warning, rows in sorted(counted.items())}


def tell_counted(counts: Counted, row: dict[str, Any] | None) -> None:
    """Print what becomes of the rows; `row` is what is known of one of them."""
    rows = counts.verdicts
    click.echo(
        f"{rows.total()} rows: {rows[Verdict.ACCEPTED]} can be called, {rows[Verdict.REJECTED]} need mending, "
        f"{rows[Verdict.IGNORED]} are no records."
    )
    for reason, count in sorted(counts.reasons.items()):
        place = _place(reason, counts.first[reason], counts.columns)
        click.echo(f"  {count:>8}  {reason}, first in {place}: {REASON_HINTS[reason]}")
        for about, (at, odd) in counts.first_odd.items():
            if about[0] is reason:
                place = f"row {at}, column {column_letters(odd.column)} ({odd.shown})"
                click.echo(f"            {counts.odd[about]} of them, first in {place}: {ODDITY_HINTS[odd.oddity]}")
    looks = counts.worth_a_look()
    if looks:
        places = {warning: f" (first in row {at})" for warning, at in counts.first_warned.items()}
        said = (f"{rows} {warning}{places.get(warning, '')}" for warning, rows in looks.items())
        click.echo("  worth a look: " + ", ".join(said))
    if row:
        print_explained(row)


def counted_as_json(counts: Counted, row: dict[str, Any] | None) -> dict[str, Any]:
    """Return the same for a machine."""
    return {
        "rows": counts.verdicts.total(),
        **{verdict.value: counts.verdicts[verdict] for verdict in Verdict},
        "reasons": {reason.value: rows for reason, rows in sorted(counts.reasons.items())},
        "first_rows": {reason.value: row for reason, row in counts.first.items()},
        "warnings": counts.worth_a_look(),
        "columns": counts.columns.as_json(),
        **({"explained": row} if row else {}),
    }


def _place(reason: Reason, row: int, columns: ColumnMap) -> str:
    """Return where a reason is met first: the row, and the columns of which it speaks."""
    named = [columns.name] if columns.name is not None else []
    where = named if reason is Reason.NAME_MISSING else columns.phones if reason.value.startswith("phone_") else ()
    return ", ".join([f"row {row}", *(f"column {column_letters(at)}" for at in where)])
