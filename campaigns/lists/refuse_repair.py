"""Takes back what the import has put right by itself: an officer says of a row, or of all of a kind, that it was not so."""

import logging
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from campaigns.rules.areas.places import LEVELS
from campaigns.rules.lists.list_wishes import EqualCells, NotSo
from campaigns.rules.lists.mends import CHANGED_MEANWHILE, NO_SUCH_ROW, cell_at, cell_mark, still_refused
from campaigns.rules.lists.repairs import NOT_SO, Repair, borrowed_levels, written_place
from campaigns.rules.refusals import Refusal
from campaigns.shared.changing import Making
from campaigns.shared.mending import By, Mended, Step, begin_step
from campaigns.shared.place_lookups import PLACE_LOOKUPS
from campaigns.store.areas.known_areas import known_gazetteer
from campaigns.store.lists.list_mends import refusals, rows_by_number
from campaigns.store.lists.repairs import pages_of_borrowed_rows, pages_of_repaired_cells
from campaigns.store.session import Database, Scope

log = logging.getLogger(__name__)

NOT_REPAIRED = Refusal("not_repaired", "There is nothing of this kind that was put right: load the page to see.")
GONE = Refusal(
    "digits_gone",
    "The digits of an identity number are stored nowhere, so nobody can put them back: that is what keeps them safe.",
)


def refuse_repair(
    db: Database, scope: Scope, list_id: UUID, wish: NotSo, *, user_id: UUID | None, now: datetime
) -> Mended | Refusal:
    """Judge the rows again without the repair, in one step, which can be undone like any other."""
    kind = NOT_SO.get(wish.repair)
    if kind is None:
        return GONE
    with db.transaction(scope) as session:
        step = begin_step(session, list_id, Making(db, wish.change_id, now))
        if isinstance(step, Refusal):
            return step
        text = _equal_text(step, wish.equal)
        if isinstance(text, Refusal):
            return text
        for cells in _cells(step, wish, text):
            rows = list(rows_by_number(session, list_id, list(cells)).values())
            step.refuse(rows, cells, By(kind, user_id, now))
            step.making.hear(max(cells))
        if not step.rows:
            return NOT_REPAIRED
        mended = step.end()
    log.info("repair_refused", extra={"list_id": str(list_id), "step": mended.step, "rows": mended.rows})
    return mended


def _equal_text(step: Step, equal: EqualCells | None) -> str | Refusal | None:
    if equal is None:
        return None
    row = rows_by_number(step.session, step.kept.id, [equal.row]).get(equal.row)
    if row is None:
        return NO_SUCH_ROW
    text = cell_at(row.cells, equal.column)
    return text if cell_mark(text) == equal.seen else CHANGED_MEANWHILE


def _cells(step: Step, wish: NotSo, text: str | None) -> Iterator[Mapping[int, Collection[int]]]:
    """Yield rows with the columns of theirs that were repaired so."""
    pages = _places(step, wish) if wish.repair is Repair.PLACES else _phones(step, wish)
    for page in pages:
        asked: dict[int, list[int]] = {}
        for row, column, said in page:
            if wish.equal is None or (column, said) == (wish.equal.column, text):
                asked.setdefault(row, []).append(column)
        if asked:
            yield asked


def _phones(step: Step, wish: NotSo) -> Iterator[list[tuple[int, int, str]]]:
    columns = step.judging.columns
    for page in pages_of_repaired_cells(step.session, step.kept.id, columns, wish.repair, row=wish.row):
        yield [(cell.row, cell.column, cell.said) for cell in page]


def _places(step: Step, wish: NotSo) -> Iterator[list[tuple[int, int, str]]]:
    session, list_id, judging = step.session, step.kept.id, step.judging
    columns = judging.columns
    placed = {level: column for level in LEVELS if (column := getattr(columns, level)) is not None}
    places = known_gazetteer(session, judging.region, on=judging.now.date(), lookups=PLACE_LOOKUPS)
    for numbers in pages_of_borrowed_rows(session, list_id, row=wish.row):
        not_so = refusals(session, list_id, numbers)
        found = []
        for number, row in rows_by_number(session, list_id, numbers).items():
            said = {level: cell_at(row.cells, column) for level, column in placed.items()}
            refused = still_refused(not_so.get(number, {}), row.cells)
            texts = written_place(said, refused, columns)
            found += [(number, placed[level], said[level]) for level in borrowed_levels(texts, places)]
        yield found
