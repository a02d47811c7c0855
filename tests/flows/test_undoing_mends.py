"""Whatever an officer has mended, undoing it leads back to exactly what was there before."""

from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.load_areas import load_areas
from campaigns.mending import Mended
from campaigns.store.session import EVERYTHING, Database
from tests.given_floor import Floor, given_floor
from tests.given_list import imported, upload
from tests.given_mends import BLOCK, DIRT, NAME, OTHER, PHONE, counted, mend, rows, totals, undo

PHONES_OF_NOBODY = ["NA", "", "94190", "9999999999", "9419012346", "٩٤١٩٠١٢٣٤٧", "94190 12348 / 7006123453 (son)"]
WORDS = ["", "Nasreen", "Hajin", "Nowhere", "Total", "=1+1", "2341 2341 2346", "\0", "9.4E+09"]


@pytest.fixture
def floor(db: Database) -> Floor:
    load_areas(db)
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


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES, order=st.permutations(range(8)))
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
