"""The measures of `raabta bench` at what departments look up and take home: tiers, all pages, the account, the report on paper."""

from pathlib import Path

import click

from workers.commands.bench.measuring import Measured, measure


@measure("tiers")
@click.option(
    "--cases", type=click.IntRange(min=1_000), default=500_000, show_default=True, help="People of the campaign."
)
def draw_tiers(cases: int) -> Measured:
    """Draw tiers of every depth while cases change, beside one count of all cases by hand."""
    from workers.bench.timed_tiers import time_tiers

    found = time_tiers(cases)
    return found, [
        f"A tier of {cases} people and {2 * cases} calls: {found['p50_ms']} ms, 95 of 100 within {found['p95_ms']} ms; "
        f"one count by hand {found['by_hand_ms']} ms, {found['ratio']} times as long. Dials by hour: {found['hours_ms']} ms.",
        f"To note a changed case costs {found['note_costs_ms']} ms beside {found['bare_change_ms']} ms.",
    ]


@measure("pages")
@click.option(
    "--cases", type=click.IntRange(min=1_000), default=100_000, show_default=True, help="People of the campaign."
)
def open_pages(cases: int) -> Measured:
    """Open every page of an office and a floor that have worked for ninety days, as their browsers do."""
    from workers.bench.timed_pages import time_pages

    found = time_pages(cases)
    goal = f"within {found['goal_ms']:.0f} ms"
    return found, [
        f"{'page':<36}{'p50 ms':>10}{'p95 ms':>10}  {goal}",
        *(
            f"{name:<36}{took['p50_ms']:>10}{took['p95_ms']:>10}  {'no' if name in found['over'] else 'yes'}"
            for name, took in found["pages"].items()
        ),
        f"{cases} people, {2 * cases} calls: {len(found['pages']) - len(found['over'])} of {len(found['pages'])} pages {goal}.",
    ]


@measure("account")
@click.option("--rows", type=click.IntRange(min=1_000), default=100_000, show_default=True, help="Rows of the list.")
def draw_account(rows: int) -> Measured:
    """Draw the account of a long list whose people were called, freeze it and check the certificate."""
    from workers.bench.timed_account import time_account

    found = time_account(rows)
    return found, [
        f"{found['rows']} rows in {found['seconds']} s: {found['rows_per_second']} a second, {found['ratio']} of a bare "
        f"COPY, at most {found['peak_mib']} MiB; frozen in {found['freeze_seconds']} s, checked in "
        f"{found['verify_seconds']} s."
    ]


@measure("report")
@click.option("--cases", type=click.IntRange(min=1_000), default=20_000, show_default=True, help="People of the state.")
@click.option("--language", type=click.Choice(["en", "ur", "hi"]), default="ur", show_default=True)
@click.option("--keep", type=click.Path(dir_okay=False, path_type=Path), help="Keep the PDF in this file, to look at.")
def set_report(cases: int, language: str, keep: Path | None) -> Measured:
    """Set the report of a state of 20 districts on paper, with its charts, each time in a fresh process."""
    from workers.bench.timed_report import time_report

    found = time_report(cases, language, keep)
    return found, [
        f"A report of {found['places']} districts and {cases} people in {language}: {found['p50_seconds']} s, at most "
        f"{found['slowest_seconds']} s, of these {found['cpu_seconds']} s of a core; {found['kib']} KiB."
    ]


COMMANDS = (draw_tiers, open_pages, draw_account, set_report)
