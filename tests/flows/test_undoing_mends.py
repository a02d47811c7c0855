"""Whatever an officer has mended, undoing it leads back to exactly what was there before."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from campaigns.lists.mend_equal_values import mend_equal_values
from campaigns.lists.refuse_repair import refuse_repair
from campaigns.lists.use_other_column import use_other_column
from campaigns.rules.lists.list_wishes import EqualValues, NotSo, OtherColumn
from campaigns.rules.lists.mends import cell_at, cell_mark
from campaigns.rules.lists.repairs import Repair
from campaigns.rules.refusals import Refusal
from campaigns.rules.verdicts import Reason, Warn
from campaigns.shared.mending import Mended
from campaigns.store.lists.list_mends import steps_of_list
from campaigns.store.session import EVERYTHING, Database
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import imported, scope, upload
from tests.given_mends import BLOCK, DIRT, NAME, OTHER, PHONE, counted, mend, rows, totals, undo

PHONES_OF_NOBODY = ["NA", "", "94190", "9999999999", "9419012346", "٩٤١٩٠١٢٣٤٧", "94190 12348 / 7006123453 (son)"]
WORDS = ["", "Nasreen", "Hajin", "Nowhere", "Total", "=1+1", "2341 2341 2346", "\0", "9.4E+09"]


@pytest.fixture
def floor(areas: None, db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


@pytest.fixture
def list_id(db: Database, floor: Floor, tmp_path: Path) -> UUID:
    return imported(db, floor, upload(tmp_path, DIRT))


Typed = tuple[int, int, str]
CHANGES = st.lists(
    st.tuples(
        st.integers(3, 10), st.sampled_from([NAME, PHONE, BLOCK, OTHER, 6]), st.sampled_from(PHONES_OF_NOBODY + WORDS)
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(changes=CHANGES, order=st.permutations(range(8)))
@example(changes=[(6, BLOCK, "Gurez")], order=list(range(8)))  # its spaces come back, too
def test_undoing_whatever_was_mended_restores_every_row_and_the_totals(
    db: Database, floor: Floor, list_id: UUID, changes: list[Typed], order: list[int]
) -> None:
    """In whatever order the steps are undone: those that must wait for a later one are asked again."""
    before, total = rows(db, list_id), totals(db, list_id)
    states, steps = [before], []
    for row, column, text in changes:
        mended = mend(db, floor, list_id, row, column, text)
        if isinstance(mended, Mended):
            steps.append(mended.step)
            states.append(rows(db, list_id))
        assert totals(db, list_id) == counted(db, list_id)
    if steps:  # the last one first: back to exactly what stood before it
        undo(db, floor, list_id, steps.pop())
        assert rows(db, list_id) == states[-2]
    waiting = [steps[at] for at in order if at < len(steps)]
    while waiting:
        waiting = [step for step in waiting if not isinstance(undo(db, floor, list_id, step), Mended)]
        assert totals(db, list_id) == counted(db, list_id)
    assert (rows(db, list_id), totals(db, list_id)) == (before, total)


@dataclass(frozen=True)
class Officer:
    """Somebody who mends in every way that the pages have."""

    db: Database
    floor: Floor
    list_id: UUID

    def equal_values(self, row: int, column: int, text: str) -> Mended | Refusal:
        """Change all texts like this row's, within whatever cause it has."""
        about = rows(self.db, self.list_id)[row]
        word = about["reason"] or Warn.AREA_UNKNOWN
        wish = EqualValues(word, column, row, cell_mark(cell_at(about["cells"], column)), text)
        return mend_equal_values(self.db, scope(self.floor), self.list_id, wish, user_id=None, now=NOW)

    def other_column(self, word: Reason) -> Mended | Refusal:
        """Take the phones of a cause from the remarks."""
        wish = OtherColumn(word, OTHER)
        return use_other_column(self.db, scope(self.floor), self.list_id, wish, user_id=None, now=NOW)

    def not_so(self, repair: Repair, row: int | None) -> Mended | Refusal:
        """Say that a repair was not so, in a row or everywhere."""
        wish = NotSo(repair, row)
        return refuse_repair(self.db, scope(self.floor), self.list_id, wish, user_id=None, now=NOW)

    def do(self, way: str, *what: Any) -> Mended | Refusal:
        """Mend in one of the ways."""
        match way:
            case "cell":
                return mend(self.db, self.floor, self.list_id, *what)
            case "undo":
                return undo(self.db, self.floor, self.list_id, *what)
            case _:
                done: Mended | Refusal = getattr(self, way)(*what)
                return done


ROWS, COLUMNS = st.integers(3, 10), st.sampled_from([NAME, PHONE, BLOCK, OTHER])
TEXTS = st.sampled_from([*PHONES_OF_NOBODY, *WORDS, "Nowhere else"])
WAYS = st.lists(
    st.one_of(
        st.tuples(st.just("cell"), ROWS, COLUMNS, TEXTS),
        st.tuples(st.just("equal_values"), ROWS, COLUMNS, TEXTS),
        st.tuples(st.just("other_column"), st.sampled_from([Reason.PHONE_MISSING, Reason.PHONE_INVALID])),
        st.tuples(st.just("not_so"), st.sampled_from(list(Repair)), st.none() | ROWS),
        st.tuples(st.just("undo"), st.integers(1, 8)),
    ),
    min_size=2,
    max_size=9,
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(ways=WAYS)
def test_every_step_of_every_kind_is_undone_exactly_whatever_came_between(
    db: Database, floor: Floor, list_id: UUID, ways: list[tuple[Any, ...]]
) -> None:
    """Right after a step its undoing leads back to the very state before; and in the end to how the list was read."""
    officer = Officer(db, floor, list_id)
    before, total = rows(db, list_id), totals(db, list_id)
    for way in ways:
        standing = rows(db, list_id)
        done = officer.do(*way)
        assert totals(db, list_id) == counted(db, list_id)
        if isinstance(done, Refusal):
            assert rows(db, list_id) == standing
        elif way[0] != "undo":
            changed = rows(db, list_id)
            assert isinstance(officer.do("undo", done.step), Mended)
            assert rows(db, list_id) == standing
            assert isinstance(officer.do(*way), Mended)
            assert rows(db, list_id) == changed
    with db.transaction(scope(floor)) as session:
        steps = [step.step for step in steps_of_list(session, list_id) if not step.undone_at]
    while steps:
        steps = [step for step in steps if not isinstance(officer.do("undo", step), Mended)]
    assert (rows(db, list_id), totals(db, list_id)) == (before, total)
