"""Two long lists are compared once, by a worker, and what came of it is kept until a row changes."""

from pathlib import Path
from uuid import UUID

import pytest

from campaigns.lists.approve_list import approve_list
from campaigns.lists.choose_older_list import choose_older_list
from campaigns.lists.go_on_with_sample import go_on_with_sample
from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.encodings import TextEncoding
from campaigns.rules.lists.list_versions import Change
from campaigns.rules.lists.list_wishes import GoOn, NewerThan, ReadSo, UndoImport, Wish
from campaigns.rules.lists.sampling import SamplePlan
from campaigns.rules.refusals import Refusal
from campaigns.store.lists.kept_comparisons import counted_people, kept_comparison, kept_people, people_met
from campaigns.store.lists.list_versions import compare_lists, compared_people
from campaigns.store.lists.samples_going_on import going_on_frame, sample_to_go_on
from campaigns.store.session import Database
from campaigns.store.tables import ComparedRow, ListComparison, ListSample
from tests.flows.test_long_changes import Work, ask, asked, change, floor, work
from tests.given_floor import NOW, Floor
from tests.given_list import count, imported, kept, say_it_is_long, scope, upload
from tests.given_mends import mend
from tests.given_samples import drawn, people, rows_drawn

__all__ = ["floor", "work"]  # fixtures


@pytest.fixture
def lists(db: Database, floor: Floor, tmp_path: Path) -> tuple[UUID, UUID]:
    """A list of twenty of whom eight are called, said to be long, and another that names ten of them."""
    older = imported(db, floor, upload(tmp_path, people(range(20)), "older.csv"))
    drawn(db, floor, older, SamplePlan("lot", people=8))
    assert not isinstance(approve_list(db, scope(floor), older, user_id=None, now=NOW), Refusal)
    return older, imported(db, floor, upload(tmp_path, people(range(10, 60)), "newer.csv"))


def test_a_comparison_of_long_lists_is_kept_until_a_row_changes(
    db: Database, floor: Floor, lists: tuple[UUID, UUID], work: Work
) -> None:
    older, list_id = lists
    say_it_is_long(db, older)

    def made(wish: Wish) -> object:
        change_id = asked(db, floor, list_id, wish)
        work()
        return change(db, change_id).result

    assert made(NewerThan(older)) == {}
    with db.transaction(scope(floor)) as session:
        told = kept(db, list_id)
        compared = kept_comparison(session, told)
        assert compared is not None
        assert counted_people(compared) == compare_lists(session, told, older)
        for each in Change:
            shown = kept_people(session, compared, each, after=0, limit=9)
            assert shown == compared_people(session, older, each, after=0, limit=9)
        before = sample_to_go_on(session, told)
        assert before is not None
        met = going_on_frame(session, told, before)
        assert (people_met(compared), compared.digest) == (met.met, met.digest)
    assert ask(db, floor, list_id, NewerThan(older, withdraw_missing=True)) is None, "nothing has to be compared anew"
    mend(db, floor, list_id, 2, 1, "9419099999")
    with db.transaction(scope(floor)) as session:
        assert not session.get_one(ListComparison, list_id).holds
    assert made(NewerThan(older)) == {}
    with db.transaction(scope(floor)) as session:
        assert session.get_one(ListComparison, list_id).people["new"] == 41, (
            "who has another number and no id is another person"
        )
    say_it_is_long(db, list_id)
    assert made(UndoImport()) == {}
    assert (kept(db, list_id).status, count(db, ListComparison), count(db, ComparedRow)) == (ListStatus.RECEIVED, 0, 0)


def test_a_sample_goes_on_by_a_worker_as_in_the_page(
    db: Database, floor: Floor, lists: tuple[UUID, UUID], work: Work
) -> None:
    older, list_id = lists
    assert choose_older_list(db, scope(floor), list_id, older) is None
    assert ask(db, floor, list_id, GoOn()) is None
    went_on = go_on_with_sample(db, scope(floor), list_id, GoOn(), user_id=None, now=NOW)
    assert isinstance(went_on, ListSample)
    in_the_page = rows_drawn(db)
    say_it_is_long(db, older)
    change_id = asked(db, floor, list_id, GoOn())
    work()
    assert change(db, change_id).result == {"drawn": went_on.drawn}
    assert rows_drawn(db) == in_the_page


def test_a_large_file_is_read_anew_by_a_worker(
    db: Database, floor: Floor, lists: tuple[UUID, UUID], work: Work
) -> None:
    _, list_id = lists
    wish = ReadSo(encoding=TextEncoding.WINDOWS_1252)
    assert ask(db, floor, list_id, wish) is None
    say_it_is_long(db, list_id)
    change_id = asked(db, floor, list_id, wish)
    work()
    assert change(db, change_id).result == {}
    told = kept(db, list_id)
    assert (told.status, told.encoding, told.rows_total) == (ListStatus.RECEIVED, TextEncoding.WINDOWS_1252, None)
