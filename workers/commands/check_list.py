"""`raabta check-list`: reads a file as the import would and says what becomes of every row; needs no database."""

import csv
import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Final, NoReturn

import click

from campaigns.rules.beneficiary_list import judge_rows
from campaigns.rules.columns import ColumnMap, guess_columns, problems
from campaigns.rules.hints import REASON_HINTS
from campaigns.rules.verdicts import Reason, Verdict
from campaigns.sheets.open_sheet import Sheet, UnreadableFile, first_rows, open_sheet
from config import Settings

GUESSED_FROM: Final = 200  # rows
UNREADABLE: Final = 2  # exit code


@click.command("check-list")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--region", type=click.Choice(["IN", "PK"]), default="IN", show_default=True, help="Whose phone numbers.")
@click.option("--sheet", help="The sheet to read; without it the first visible one that holds something.")
@click.option("--verdicts", type=click.Path(dir_okay=False, path_type=Path), help="Write one line per row to this CSV.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object as the last line.")
def check_list(file: Path, region: str, sheet: str | None, verdicts: Path | None, *, as_json: bool) -> None:
    """Say what would become of every row of FILE."""
    try:
        opened = open_sheet(file, sheet=sheet, max_bytes=Settings.max_upload_bytes)
        columns = guess_columns(first_rows(opened, GUESSED_FROM), region)
        if not columns.phones:
            _refuse(problems(columns)[0].hint, as_json=as_json)
        counts = _judge(opened, columns, region, verdicts)
    except UnreadableFile as error:
        _refuse(error.hint, as_json=as_json)
    _report(counts, columns, as_json=as_json)


def _judge(sheet: Sheet, columns: ColumnMap, region: str, verdicts: Path | None) -> Counter[str]:
    """Count the rows by verdict and by reason, writing them as they come; a broken file leaves no half-written one."""
    counts: Counter[str] = Counter()
    part = verdicts.with_name(verdicts.name + ".part") if verdicts else Path(os.devnull)
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            lines = csv.writer(out, lineterminator="\n")
            lines.writerow(("row", "verdict", "reason", "phones"))
            for judged in judge_rows(sheet.rows(), columns, region):
                counts.update((judged.verdict, f"reason:{judged.reason or ''}"))
                phones = " ".join(phone.number for phone in judged.phones)
                lines.writerow((judged.row, judged.verdict, judged.reason or "", phones))
        if verdicts:
            part.replace(verdicts)
    except OSError as error:
        raise click.FileError(str(verdicts), hint=error.strerror) from error
    finally:
        if verdicts:
            part.unlink(missing_ok=True)
    return counts


def _report(counts: Counter[str], columns: ColumnMap, *, as_json: bool) -> None:
    reasons = {
        key.removeprefix("reason:"): count
        for key, count in sorted(counts.items())
        if key.startswith("reason:") and key != "reason:"
    }
    told: dict[str, Any] = {"rows": sum(counts[verdict] for verdict in Verdict)}
    told |= {verdict.value: counts[verdict] for verdict in Verdict}
    click.echo(
        f"{told['rows']} rows: {told['accepted']} can be called, {told['rejected']} need mending, "
        f"{told['ignored']} are no records."
    )
    for reason, count in reasons.items():
        click.echo(f"  {count:>8}  {reason}: {REASON_HINTS[Reason(reason)]}")
    if as_json:
        click.echo(json.dumps(told | {"reasons": reasons, "columns": columns.as_json()}, ensure_ascii=False))


def _refuse(sentence: str, *, as_json: bool) -> NoReturn:
    click.echo(sentence, err=True)
    if as_json:
        click.echo(json.dumps({"error": sentence}, ensure_ascii=False))
    sys.exit(UNREADABLE)
