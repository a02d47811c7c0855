"""What mending a row changes: its cells, and with them its verdict, judged again as if they had come so."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from campaigns.rules.areas.gazetteer import Gazetteer
from campaigns.rules.lists.beneficiary_list import JudgedRow, RowJudge
from campaigns.rules.lists.cells import Cell
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.identity_numbers import cut_identity_numbers, shows_cut_number
from campaigns.rules.lists.mend_kinds import MendKind
from campaigns.rules.lists.repairs import Refused, cells_as_refused, levels_by_name
from campaigns.rules.lists.shown_sample import column_kind
from campaigns.rules.lists.stored_row import stored_row
from campaigns.rules.refusals import Refusal
from campaigns.rules.verdicts import Reason, Verdict, Warn

LONGEST: Final = 2_000  # letters of a mended cell
CHANGED_MEANWHILE: Final = Refusal(
    "changed_meanwhile",
    "Somebody has changed this row in the meantime: here is how it stands now. Look, and write again.",
)
NOTHING_CHANGED: Final = Refusal(
    "nothing_changed", "This is what stands there already: write another value, or leave the row as it is."
)
NO_SUCH_ROW: Final = Refusal(
    "no_such_row", "The list has no such row or column: load the page again, and mend what it shows."
)
NOT_IN_REVIEW: Final = Refusal(
    "not_in_review_to_mend", "Rows can be mended only while the list is checked, before its approval."
)
_PHONE_REASONS: Final = frozenset(
    {
        Reason.PHONE_MISSING,
        Reason.PHONE_ROUNDED,
        Reason.PHONE_DUMMY,
        Reason.PHONE_INVALID,
        Reason.PHONE_OWN_SERIES,
    }
)


@dataclass(frozen=True)
class Judging:
    """What the rows of one list are judged by; `now` is the day on which ages were told."""

    columns: ColumnMap
    labels: tuple[str, ...]  # the cells of the heading's row
    region: str
    now: datetime


def columns_to_mend(word: Reason | Warn, columns: ColumnMap) -> tuple[int, ...]:
    """Return the columns in which a cause is mended."""
    if word in _PHONE_REASONS:
        return columns.phones
    chosen: dict[Reason | Warn, tuple[int | None, ...]] = {
        Reason.NAME_MISSING: (columns.name,),
        Warn.LETTERS_LOST: (columns.name, columns.relative_name, columns.village, columns.block, columns.district),
        Warn.FORMULA_BROKEN: columns.used,
        Warn.AREA_UNKNOWN: (columns.block, columns.district, columns.division, columns.state),
    }
    return tuple(index for index in chosen.get(word, ()) if index is not None)


def cell_mark(text: str) -> str:
    """Return a short mark of what a cell held when it was shown, so that a mend knows whether it still does."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def cell_at(cells: Sequence[Any], column: int) -> str:
    """Return a cell's text; beyond the end of the row it is blank."""
    return str(cells[column]) if column < len(cells) else ""


def mended_text(text: str, column: int, judging: Judging) -> str:
    """Return what is kept of a typed text: identity numbers cut, nothing that cannot be stored."""
    storable = text.replace("\0", "").encode(errors="replace").decode().strip()[:LONGEST]
    return cut_identity_numbers(storable, column_kind(judging.columns, column), judging.region)


def with_changes(cells: Sequence[Any], changes: Mapping[int, str], width: int) -> list[str]:
    """Return the cells with some of them changed; `width` is how many the row had when it was imported."""
    changed = [cell_at(cells, index) for index in range(max([len(cells), *(index + 1 for index in changes)]))]
    for index, text in changes.items():
        changed[index] = text
    while len(changed) > width and not changed[-1]:
        changed.pop()
    return changed


def still_refused(not_so: Mapping[int, tuple[MendKind, str]], cells: Sequence[str]) -> dict[int, MendKind]:
    """Return the refused readings of a row's cells; a cell in which something else stands by now is read anew."""
    return {column: kind for column, (kind, text) in not_so.items() if text == cell_at(cells, column)}


def mended_row(
    number: int,
    original: dict[str, Any],
    cells: Sequence[str],
    judging: Judging,
    places: Gazetteer,
    refused: Refused,
) -> dict[str, Any]:
    """Return the row's columns. It depends on nothing but the imported row, its cells, and which readings are refused.

    So undoing a change, in whatever order, leads back to exactly what was there before.
    """
    if list(cells) == original["cells"] and not refused:
        return {"row": number, **original}
    judged = _judged(number, original, cells, judging, refused)
    row = stored_row(judged, places, now=judging.now, by_name=levels_by_name(refused, judging.columns))
    return row | {"details": row["details"] | {"not_so": sorted(refused)}} if refused else row


def _judged(
    number: int, original: dict[str, Any], cells: Sequence[str], judging: Judging, refused: Refused
) -> JudgedRow:
    as_came = cells_as_refused(_as_came(original, cells, judging.columns), refused, judging.region)
    judge = RowJudge(judging.columns, judging.region, judging.labels)
    (judged,) = judge.judge([(number, as_came)])
    phones = original["phones"]
    untouched = all(
        cell_at(cells, at) == cell_at(original["cells"], at) and at not in refused for at in judging.columns.phones
    )
    if untouched and phones and [phone.number for phone in judged.phones] != phones:  # cut like an identity number
        for index in judging.columns.phones:
            if index < len(as_came):
                as_came[index] = None
        as_came += [None] * (judging.columns.phones[0] + 1 - len(as_came))
        as_came[judging.columns.phones[0]] = ", ".join(phones)
        (judged,) = judge.judge([(number, as_came)])
    warnings = judged.warnings
    if judged.verdict is not Verdict.IGNORED and _was_cut(original, cells, judging.columns):
        warnings = tuple(dict.fromkeys((Warn.IDENTITY_NUMBER_CUT, *warnings)))
    return judged._replace(cells=tuple(cells), warnings=warnings)


def _was_cut(original: dict[str, Any], cells: Sequence[str], columns: ColumnMap) -> bool:
    """Say whether an identity number was cut, when the row was imported or in a text that was typed since."""
    if Warn.IDENTITY_NUMBER_CUT in original["details"].get("warnings", ()):
        return True
    typed = (index for index, text in enumerate(cells) if text != cell_at(original["cells"], index))
    return any(shows_cut_number(cells[index], column_kind(columns, index)) for index in typed)


def _as_came(original: dict[str, Any], cells: Sequence[str], columns: ColumnMap) -> list[Cell]:
    """Return the cells to judge: a number that a workbook had rounded is still a number, however its text looks."""
    as_came: list[Cell] = list(cells)
    rounded = Reason.PHONE_ROUNDED in (original["reason"], *original["details"].get("other_reasons", ()))
    for index in columns.phones if rounded else ():
        text = cell_at(cells, index)
        if text.isdecimal() and text == cell_at(original["cells"], index) and str(int(text)) == text:
            as_came[index] = int(text)
    return as_came
