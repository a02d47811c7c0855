"""Reads a file as the import does, and holds it to the one promise: each row once, with one verdict."""

from collections import Counter
from pathlib import Path

from campaigns.rules.lists.beneficiary_list import JudgedRow, judge_rows
from campaigns.rules.lists.columns import guess_columns
from campaigns.rules.lists.encodings import TextEncoding
from campaigns.rules.verdicts import Verdict
from campaigns.sheets.open_sheet import UnreadableFile, first_rows, open_sheet


def judged_file(path: Path, region: str = "IN", encoding: TextEncoding | None = None) -> list[JudgedRow]:
    """Return every row of a file with its verdict; none where the file is refused with a sentence."""
    hint = None
    try:
        sheet = open_sheet(path, encoding=encoding, max_bytes=10**8)
        columns = guess_columns(first_rows(sheet, 200), region)
        rows = list(judge_rows(sheet.rows(), columns, region))
    except UnreadableFile as refused:
        hint, rows = refused.hint, []
    if hint is not None:
        assert hint.endswith("."), "one sentence"
        return []
    numbers = [number for number, _ in sheet.rows()]
    assert [row.row for row in rows] == numbers, "each row once, in the order of the file"
    assert numbers == sorted(set(numbers))
    counted = Counter(row.verdict for row in rows)
    assert sum(counted[verdict] for verdict in Verdict) == len(numbers)
    assert all((row.verdict is Verdict.ACCEPTED) == (row.reason is None) for row in rows)
    assert all(row.name and row.phones for row in rows if row.verdict is Verdict.ACCEPTED)
    return rows
