"""`raabta bench`: measures this machine at what a call centre's day hangs on."""

import json

import click

from workers.bench.timed_import import time_import
from workers.bench.timed_mend import time_mends
from workers.interrupts import interruptible


@click.group("bench")
def bench() -> None:
    """Measure, on servers of its own that are gone afterwards."""


@bench.command("import")
@click.option("--rows", type=click.IntRange(min=100), default=100_000, show_default=True, help="Rows of the list.")
@click.option("--kind", type=click.Choice(["csv", "xlsx"]), default="csv", show_default=True, help="Of the file.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object as the last line.")
def import_rows(rows: int, kind: str, *, as_json: bool) -> None:
    """Make a list with the dirt of real ones and import it whole, from file to committed cases."""
    with interruptible():  # a run that is ended early stops its server, too
        found = time_import(rows, kind=kind)
    click.echo(
        f"{found['rows']} rows in {found['seconds']} s: {found['rows_per_second']} a second, {found['ratio']} of a bare "
        f"COPY, at most {found['peak_mib']} MiB."
    )
    if as_json:
        click.echo(json.dumps(found))


@bench.command("mend")
@click.option("--rows", type=click.IntRange(min=1_000), default=100_000, show_default=True, help="Rows of the list.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object as the last line.")
def mend_rows(rows: int, *, as_json: bool) -> None:
    """Mend single rows of a long list through the pages, and say how soon they answer."""
    with interruptible():
        found = time_mends(rows)
    for name in ("edit", "equal_values", "undo", "bare_update"):
        click.echo(
            f"{name.replace('_', ' '):>14}: {found[name]['p50_ms']} ms, 95 of 100 within {found[name]['p95_ms']} ms"
        )
    if as_json:
        click.echo(json.dumps(found))
