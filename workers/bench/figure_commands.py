"""The measures of `raabta bench` at what departments take home: the account, and the report on paper."""

import json
from pathlib import Path

import click

from workers.interrupts import interruptible


@click.command("account")
@click.option("--rows", type=click.IntRange(min=1_000), default=100_000, show_default=True, help="Rows of the list.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object as the last line.")
def bench_account(rows: int, *, as_json: bool) -> None:
    """Draw the account of a long list whose people were called, freeze it and check the certificate."""
    from workers.bench.timed_account import time_account

    with interruptible():
        found = time_account(rows)
    click.echo(
        f"{found['rows']} rows in {found['seconds']} s: {found['rows_per_second']} a second, {found['ratio']} of a bare "
        f"COPY, at most {found['peak_mib']} MiB; frozen in {found['freeze_seconds']} s, checked in "
        f"{found['verify_seconds']} s."
    )
    if as_json:
        click.echo(json.dumps(found))


@click.command("report")
@click.option("--cases", type=click.IntRange(min=1_000), default=20_000, show_default=True, help="People of the state.")
@click.option("--language", type=click.Choice(["en", "ur", "hi"]), default="ur", show_default=True)
@click.option("--keep", type=click.Path(dir_okay=False, path_type=Path), help="Keep the PDF in this file, to look at.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object as the last line.")
def bench_report(cases: int, language: str, keep: Path | None, *, as_json: bool) -> None:
    """Set the report of a state of 20 districts on paper, with its charts, each time in a fresh process."""
    from workers.bench.timed_report import time_report

    with interruptible():
        found = time_report(cases, language, keep)
    click.echo(
        f"A report of {found['places']} districts and {cases} people in {language}: {found['p50_seconds']} s, at most "
        f"{found['slowest_seconds']} s, of these {found['cpu_seconds']} s of a core; {found['kib']} KiB."
    )
    if as_json:
        click.echo(json.dumps(found))
