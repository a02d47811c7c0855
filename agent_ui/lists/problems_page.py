"""The problems page: causes beside the rows of one of them, which are mended in place, all equal ones at once too."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask import abort, render_template, request

from agent_ui.house import house
from agent_ui.lists.column_form import FileColumn, file_columns
from agent_ui.lists.hints import HINTS
from agent_ui.lists.problem_rows import (
    THE_VERY_CELLS,
    column_labels,
    one_line,
    problem_row,
    problem_rows,
    shown_indexes,
)
from agent_ui.lists.refusals import sentence
from agent_ui.lists.this_list import ThisList, the_list
from agent_ui.sign_in.access import current_scope
from campaigns.lists.try_other_column import Tried, try_other_column
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.mends import cell_mark, columns_to_mend
from campaigns.rules.lists.other_columns import columns_with_phones
from campaigns.rules.refusals import Refusal
from campaigns.rules.verdicts import Reason, Warn
from campaigns.store.lists.cause_rows import equal_texts, first_cells_of_cause, first_rows_of_cause
from campaigns.store.lists.list_mends import is_mended, rows_by_number, steps_of_list
from campaigns.store.lists.list_rows import Cause, causes, counted_warnings
from campaigns.store.session import Session
from campaigns.store.tables import ListRow

SHOWN: Final = 50
LOOKED_AT: Final = 500  # rows of a cause, to find where else their phones may stand


@dataclass(frozen=True)
class EqualLine:
    """A text that several rows hold in one column, to be changed in all of them."""

    column: int
    head: str
    text: str
    mark: str
    row: int
    rows: int


def problems_page(list_id: UUID, refusal: Refusal | None = None) -> str:
    """Return the page for the cause that is asked for, else for the one with most rows."""
    this = the_list(list_id)
    columns = ColumnMap.from_json(this.kept.columns)
    labels = column_labels(this.kept)
    after, number = _whole("after") or 0, _whole("step")
    with house().db.transaction(current_scope()) as session:
        wrong, worth = causes(session, list_id), counted_warnings(this.kept)
        chosen = _chosen([*wrong, *worth])
        indexes = shown_indexes(columns, chosen.word if chosen else None, len(labels))
        rows = first_rows_of_cause(session, list_id, chosen.word, after=after, limit=SHOWN) if chosen else []
        equal = _equal_lines(session, list_id, chosen.word, columns, labels) if chosen else []
        steps = steps_of_list(session, list_id, step=number) if number is not None else []
        has_mends = is_mended(session, list_id)
        others = _other_columns(session, this, columns, chosen.word) if chosen else []
    return render_template(
        "lists/problems.html",
        **this.words,
        step=3,
        causes=wrong,
        warnings=worth,
        chosen=chosen,
        chosen_is_reason=chosen is not None and isinstance(chosen.word, Reason),
        hint=HINTS[chosen.word] if chosen else "",
        heads=labels,
        indexes=indexes,
        rows=problem_rows(rows, columns, indexes, chosen.word) if chosen else [],
        after=after,
        more=len(rows) == SHOWN,
        equal=equal,
        others=others,
        tried=_tried(this, chosen.word, others) if chosen else None,
        mended=steps[0] if steps else None,
        next_row=_next_row(rows, steps[0].row if steps else 0),
        has_mends=has_mends,
        left=_whole("left") or 0,
        refusal=sentence(refusal) if refusal else None,
    )


def row_part(list_id: UUID, number: int, cause: Reason | Warn, step: int | None, refusal: Refusal | None) -> str:
    """Return only what a mended row changes on the page: the row itself, the headline and the causes."""
    this = the_list(list_id)
    columns, labels = ColumnMap.from_json(this.kept.columns), column_labels(this.kept)
    indexes = shown_indexes(columns, cause, len(labels))
    with house().db.transaction(current_scope()) as session:
        row: ListRow = rows_by_number(session, list_id, [number]).get(number) or abort(404)
        wrong, worth = causes(session, list_id), counted_warnings(this.kept)
    rows_left = {found.word: found.rows for found in [*wrong, *worth]}
    return render_template(
        "lists/mended_row.html",
        **this.words,
        row=problem_row(row, columns, indexes, cause),
        cause=cause,
        heads=labels,
        after=0,
        causes=wrong,
        warnings=worth,
        chosen_rows=rows_left.get(cause, 0),
        step_number=step,
        refusal=sentence(refusal) if refusal else None,
    )


def cause_of(text: str) -> Reason | Warn | None:
    """Return the cause of an address or form."""
    vocabulary: tuple[type[Reason] | type[Warn], ...] = (Reason, Warn)
    return next((words(text) for words in vocabulary if text in list(words)), None)


def _next_row(rows: Sequence[ListRow], mended: int) -> int | None:
    """Return the row that comes after a mended one, or the mended one itself where it still cannot be called."""
    return next((row.row for row in rows if row.row >= mended), None)


def _whole(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 9 else None


def _chosen(found: Sequence[Cause]) -> Cause | None:
    wanted = request.args.get("cause")
    if wanted is None:
        return found[0] if found else None
    word = cause_of(wanted) or abort(404)
    return next((cause for cause in found if cause.word == word), None) or (found[0] if found else None)


def _equal_lines(
    session: Session, list_id: UUID, word: Reason | Warn, columns: ColumnMap, labels: Sequence[str]
) -> list[EqualLine]:
    return [
        EqualLine(index, labels[index], one_line(found.text), cell_mark(found.text), found.row, found.rows)
        for index in columns_to_mend(word, columns)
        if index < len(labels)
        for found in equal_texts(session, list_id, word, index)
        if not isinstance(word, Warn) or word not in THE_VERY_CELLS or THE_VERY_CELLS[word](found.text)
    ]


def _other_columns(session: Session, this: ThisList, columns: ColumnMap, word: Reason | Warn) -> list[FileColumn]:
    """Return the columns that hold the phones which the rows of a cause lack: those that hold nothing else that we know."""
    if columns_to_mend(word, columns) != columns.phones:
        return []
    fields = {name: index for name, index in vars(columns).items() if name != "header_row"}
    known = {*fields.values(), *columns.phones, *columns.identity}
    file = {column.index: column for column in file_columns(this.kept.sample) if column.index not in known}
    rows = first_cells_of_cause(session, this.kept.id, word, limit=LOOKED_AT) if file else []
    return [file[index] for index in columns_with_phones(rows, tuple(file), this.campaign.region)]


def _tried(this: ThisList, word: Reason | Warn, others: Sequence[FileColumn]) -> dict[str, Any] | None:
    column = next((other for other in others if other.index == _whole("use")), None)
    if column is None or not isinstance(word, Reason):
        return None
    region = this.campaign.region
    counted: Tried = try_other_column(house().db, current_scope(), this.kept.id, word, column.index, region=region)
    return {"column": column, "rows": counted.rows, "valid": counted.valid}
