"""The measures of `raabta bench` at lists: read, judged and made people of, and mended in the pages."""

import click

from workers.commands.bench.measuring import Measured, measure


@measure("import")
@click.option("--rows", type=click.IntRange(min=100), default=100_000, show_default=True, help="Rows of the list.")
@click.option("--kind", type=click.Choice(["csv", "xlsx"]), default="csv", show_default=True, help="Of the file.")
def import_rows(rows: int, kind: str) -> Measured:
    """Make a list with the dirt of real ones and import it whole, from file to committed cases."""
    from workers.bench.timed_import import time_import

    found = time_import(rows, kind=kind)
    return found, [
        f"{found['rows']} rows in {found['seconds']} s: {found['rows_per_second']} a second, {found['ratio']} of a bare "
        f"COPY, at most {found['peak_mib']} MiB."
    ]


@measure("mend")
@click.option("--rows", type=click.IntRange(min=1_000), default=100_000, show_default=True, help="Rows of the list.")
def mend_rows(rows: int) -> Measured:
    """Mend single rows of a long list through the pages, and say how soon they answer."""
    from workers.bench.timed_mend import time_mends

    found = time_mends(rows)
    return found, [
        f"{name.replace('_', ' '):>14}: {found[name]['p50_ms']} ms, 95 of 100 within {found[name]['p95_ms']} ms"
        for name in ("edit", "equal_values", "undo", "bare_update")
    ]


COMMANDS = (import_rows, mend_rows)
