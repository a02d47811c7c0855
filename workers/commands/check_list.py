"""`raabta check-list`: reads a file as the import would and says what becomes of every row; needs no database."""

import csv
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Final, NoReturn

import click

from campaigns.rules.lists.beneficiary_list import JudgedRow, judge_rows
from campaigns.rules.lists.column_doubts import column_doubts, with_doubted_fonts
from campaigns.rules.lists.column_letters import column_letters
from campaigns.rules.lists.columns import ColumnMap, guess_columns, problems
from campaigns.rules.lists.encodings import TextEncoding
from campaigns.rules.lists.named_columns import named_columns
from campaigns.rules.lists.same_person import without_repeated_people
from campaigns.rules.refusals import Refusal
from campaigns.sheets.compound_files import named_inpage
from campaigns.sheets.lost_letters import lost_letters, unread_letters
from campaigns.sheets.old_font_cells import with_hindi
from campaigns.sheets.open_sheet import Sheet, UnreadableFile, first_rows, open_sheet
from campaigns.sheets.sheet import Row
from campaigns.store.areas.shipped_areas import shipped_gazetteer
from config import Settings
from workers.checked_list import Counted, counted_as_json, tell_counted
from workers.list_notes import list_notes
from workers.watched_row import WatchedRow
from workers.whole_files import WholeFile, whole_file

GUESSED_FROM: Final = 200  # rows
UNREADABLE: Final = 2  # exit code


@click.command("check-list")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--region", type=click.Choice(["IN", "PK"]), default="IN", show_default=True, help="Whose phone numbers.")
@click.option("--sheet", help="The sheet to read; without it the first visible one with phone numbers.")
@click.option(
    "--encoding", type=click.Choice([each.value for each in TextEncoding]), help="Of a text file; without it guessed."
)
@click.option("--columns", "named", help="Columns by letter or heading, as name=B,phone=C:D; the others are guessed.")
@click.option("--explain", type=click.IntRange(min=1), metavar="ROW", help="Print all that is known of this row.")
@click.option("--verdicts", type=WholeFile(), help="Write one line per row to this CSV.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object; the words go to standard error.")
def check_list(file: Path, **options: Any) -> None:
    """Say what would become of every row of FILE."""
    asked = Asked(**options)
    try:
        opened = open_sheet(
            file,
            sheet=asked.sheet,
            encoding=TextEncoding(asked.encoding) if asked.encoding else None,
            max_bytes=Settings.max_upload_bytes,
        )
        columns, notes = _columns(opened, asked)
        explained = WatchedRow(asked.explain)
        counts = _judge(opened, columns, asked, explained)
        lost = lost_letters(file, opened)
    except UnreadableFile as error:
        _refuse(named_inpage(error, file.name).hint, as_json=asked.as_json)
    told = explained.explained(columns, asked.region, counts.shared)
    if asked.explain and told is None:
        _refuse(f"The file has no row {asked.explain}.", as_json=asked.as_json)
    notes += [unread_letters(opened.encoding, lost)] if lost else []
    more = {"lost_letters": [{"row": row, "column": column_letters(at)} for row, at in lost]} if lost else {}
    with redirect_stdout(sys.stderr) if asked.as_json else nullcontext():
        for note in notes:
            click.echo(note)
        tell_counted(counts, told)
    if asked.as_json:
        click.echo(json.dumps(counted_as_json(counts, told) | {"notes": notes} | more, ensure_ascii=False))


@dataclass(frozen=True)
class Asked:
    """The options of one check."""

    region: str
    sheet: str | None
    encoding: str | None
    named: str | None
    explain: int | None
    verdicts: Path | None
    as_json: bool


def _columns(sheet: Sheet, asked: Asked) -> tuple[ColumnMap, list[str]]:
    """Return the columns, and what to say of them."""
    rows = first_rows(sheet, GUESSED_FROM)
    columns: ColumnMap | Refusal = guess_columns(rows, asked.region)
    if asked.named:
        width = max(len(cells) for _, cells in rows)
        columns = named_columns(asked.named, guess_columns(rows, asked.region), width)
    if isinstance(columns, Refusal):
        _refuse(columns.hint, as_json=asked.as_json)
    if not columns.phones:
        _refuse(problems(columns)[0].hint, as_json=asked.as_json)
    doubts = column_doubts(rows, columns, asked.region)
    named = {"sheet_named": asked.sheet is not None, "encoding_named": asked.encoding is not None}
    notes = list(list_notes(sheet, columns, doubts, **named))
    return with_doubted_fonts(columns, doubts), notes


def _judge(sheet: Sheet, columns: ColumnMap, asked: Asked, explained: WatchedRow) -> Counted:
    """Count the rows, writing them as they come; a broken file leaves no half-written one."""
    counts = Counted(columns)
    rows = explained.watch(with_hindi(sheet.rows(), columns))
    with whole_file(asked.verdicts) if asked.verdicts else open(os.devnull, "wb") as page:
        out = TextIOWrapper(page, encoding="utf-8", newline="", write_through=False)
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(("row", "verdict", "reason", "phones"))
        for judged in _people(rows, columns, asked.region):
            explained.see(judged)
            counts.add(judged)
            phones = " ".join(phone.number for phone in judged.phones)
            lines.writerow((judged.row, judged.verdict, judged.reason or "", phones))
        out.flush()
        out.detach()
    return counts


def _people(rows: Iterable[Row], columns: ColumnMap, region: str) -> Iterator[JudgedRow]:
    """Judge rows by all that the file tells; what only the database knows comes with the import."""
    now = datetime.now(UTC)
    places = shipped_gazetteer(region, on=now.date())
    return without_repeated_people(judge_rows(rows, columns, region), places, now=now)


def _refuse(sentence: str, *, as_json: bool) -> NoReturn:
    click.echo(sentence, err=True)
    if as_json:
        click.echo(json.dumps({"error": sentence}, ensure_ascii=False))
    sys.exit(UNREADABLE)
