"""A newer version of a list of which a sample is called: who was drawn stays, new people get their chance, weights add up."""

import hashlib
from collections import Counter
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from campaigns.accounts.draw_account import draw_account
from campaigns.lists.approve_list import approve_list
from campaigns.lists.choose_older_list import choose_older_list
from campaigns.lists.go_on_with_sample import go_on_with_sample
from campaigns.rules.accounts.account import Ending
from campaigns.rules.accounts.drawn_account import Account
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.lists.list_versions import Change
from campaigns.rules.lists.list_wishes import GoOn
from campaigns.rules.lists.sampling import SamplePlan, StrataBy
from campaigns.rules.outcomes import Outcome
from campaigns.rules.refusals import Refusal
from campaigns.store.lists.list_versions import compare_lists
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Case, DrawnRow, ListSample
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import approved, imported, kept, scope, upload
from tests.given_mends import mend
from tests.given_samples import drawn

HEAD = "PPO No,Name,Mobile,Gender\n"


def line(number: int, gender: str = "") -> str:
    who = gender or ("Male" if number % 4 == 0 else "Female")
    return f"P-{number},Person{chr(65 + number // 26)}{chr(65 + number % 26)} Begum,94190{number:05d},{who}\n"


def people(*numbers: range) -> str:
    return HEAD + "".join(line(number) for each in numbers for number in each)


@pytest.fixture
def floor(areas: None, db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


@pytest.fixture
def older(db: Database, floor: Floor, tmp_path: Path) -> UUID:
    """Of a hundred people, 25 men and 75 women, a fifth is called."""
    list_id = imported(db, floor, upload(tmp_path, people(range(100)), "older.csv"))
    drawn(db, floor, list_id, SamplePlan("lot", StrataBy.GENDER, per_cent=Decimal(20)))
    assert approved(db, floor, list_id) == 20
    return list_id


def newer(db: Database, floor: Floor, folder: Path, older: UUID, text: str, **choice: bool) -> UUID:
    list_id = imported(db, floor, upload(folder, text, "newer.csv"))
    assert choose_older_list(db, scope(floor), list_id, older, **choice) is None
    return list_id


def gone_on(db: Database, floor: Floor, list_id: UUID, *, everyone: bool = False) -> ListSample:
    sample = go_on_with_sample(db, scope(floor), list_id, GoOn(everyone=everyone), user_id=None, now=NOW)
    assert isinstance(sample, ListSample), sample
    return sample


def cases(db: Database, list_id: UUID) -> dict[int, Decimal]:
    """The weight of each case by its row."""
    with db.transaction(EVERYTHING) as session:
        mine = select(Case).where(Case.list_id == list_id).order_by(Case.list_row)
        return {case.list_row: case.weight for case in session.scalars(mine)}


def rows_drawn(db: Database, list_id: UUID) -> dict[int, Decimal]:
    with db.transaction(EVERYTHING) as session:
        return {one.row: one.weight for one in session.scalars(select(DrawnRow).where(DrawnRow.list_id == list_id))}


def nearly(weights: dict[int, Decimal]) -> Decimal:
    return sum(weights.values(), Decimal(0)).quantize(Decimal("1e-6"))


def test_who_was_drawn_stays_and_new_people_are_drawn_at_the_same_share(
    db: Database, floor: Floor, older: UUID, tmp_path: Path
) -> None:
    before = {row - 2 for row in cases(db, older)}  # by their number
    text = people(range(10, 100), range(100, 140))  # ten have left, forty are new
    list_id = newer(db, floor, tmp_path, older, text)
    sample = gone_on(db, floor, list_id)
    stay = {number for number in before if number >= 10}
    drawn_now = {row + 8 for row in rows_drawn(db, list_id)}
    assert {number for number in drawn_now if number < 100} == stay, (
        "nobody who was drawn is dropped, nobody else comes"
    )
    new = Counter("men" if number % 4 == 0 else "women" for number in drawn_now if number >= 100)
    assert new == {"men": 2, "women": 6}
    assert sample.seed == "lot/2"
    lots = {
        number: hashlib.md5(f"lot/2 {number - 8}".encode(), usedforsecurity=False).hexdigest()
        for number in range(100, 140)
    }
    women = sorted((lot, number) for number, lot in lots.items() if number % 4)
    assert {number for _, number in women[:6]} == {number for number in drawn_now if number >= 100 and number % 4}
    opened = approved(db, floor, list_id)
    assert opened == 8
    assert nearly(cases(db, list_id)) == 130, "the weights add up to the newer list"
    assert cases(db, list_id) == rows_drawn(db, list_id)
    left = cases(db, older)
    assert {row - 2 for row in left} == {number for number in before if number < 10}
    with draw_account(db, scope(floor), floor.campaign.id, now=NOW) as account:
        assert isinstance(account, Account)
        assert account.balanced
        assert account.whole.endings[Ending.WAITING] == 28
        assert account.whole.endings[Ending.EXCLUDED] == 80 + 130 - len(rows_drawn(db, list_id))


def test_whoever_is_not_listed_any_more_speaks_for_those_who_left_with_her(
    db: Database, floor: Floor, older: UUID, tmp_path: Path
) -> None:
    before = {row - 2 for row in cases(db, older)}
    list_id = newer(db, floor, tmp_path, older, people(range(50, 100)))
    gone_on(db, floor, list_id)
    approved(db, floor, list_id)
    left = {row - 2: weight for row, weight in cases(db, older).items()}
    assert set(left) == {number for number in before if number < 50}
    for is_man, gone in ((True, 13), (False, 37)):
        hers = {number: weight for number, weight in left.items() if (number % 4 == 0) is is_man}
        assert not hers or nearly(hers) == gone


def test_a_newer_version_asks_who_is_called_before_it_is_approved(
    db: Database, floor: Floor, older: UUID, tmp_path: Path
) -> None:
    list_id = newer(db, floor, tmp_path, older, people(range(120)))
    refused = approve_list(db, scope(floor), list_id, user_id=None, now=NOW)
    assert isinstance(refused, Refusal)
    assert refused.because == "older_was_sampled"
    drawn(db, floor, list_id, SamplePlan("a lot of its own", per_cent=Decimal(50)))
    refused = approve_list(db, scope(floor), list_id, user_id=None, now=NOW)
    assert isinstance(refused, Refusal)
    assert refused.because == "older_was_sampled"
    gone_on(db, floor, list_id)
    mend(db, floor, list_id, 100, 0, "P-777")
    refused = approve_list(db, scope(floor), list_id, user_id=None, now=NOW)
    assert isinstance(refused, Refusal), "she is somebody new now"
    assert refused.because == "sample_stale"
    gone_on(db, floor, list_id)
    approved(db, floor, list_id)


def test_everyone_may_be_called_from_now_on(db: Database, floor: Floor, older: UUID, tmp_path: Path) -> None:
    list_id = newer(db, floor, tmp_path, older, people(range(10, 120)))
    sample = gone_on(db, floor, list_id, everyone=True)
    assert (sample.drawn, sample.listed) == (110, 110)
    approved(db, floor, list_id)
    weights = cases(db, list_id)
    assert len(weights) == 110
    assert set(weights.values()) == {Decimal(1)}, "each speaks for herself, whoever was drawn before"


def test_a_list_of_whom_everybody_is_called_takes_no_sample_in_its_newer_version(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    older = imported(db, floor, upload(tmp_path, people(range(20)), "older.csv"))
    approved(db, floor, older)
    list_id = newer(db, floor, tmp_path, older, people(range(30)))
    drawn(db, floor, list_id, SamplePlan("lot", people=10))
    refused = approve_list(db, scope(floor), list_id, user_id=None, now=NOW)
    assert isinstance(refused, Refusal)
    assert refused.because == "older_not_sampled"


def test_people_of_a_group_from_which_all_who_were_drawn_have_left_are_drawn_anew(
    db: Database, floor: Floor, older: UUID, tmp_path: Path
) -> None:
    men = {row - 2 for row in cases(db, older) if (row - 2) % 4 == 0}
    stay = [number for number in range(100) if number not in men]
    list_id = newer(db, floor, tmp_path, older, HEAD + "".join(line(number) for number in stay))
    gone_on(db, floor, list_id)
    with db.transaction(EVERYTHING) as session:
        drawn_men = session.scalar(
            select(func.count()).where(DrawnRow.list_id == list_id, DrawnRow.stratum == "2:male")
        )
    assert drawn_men == round((25 - len(men)) * 0.2)
    approved(db, floor, list_id)
    assert nearly(cases(db, list_id)) == len(stay)


def test_a_third_version_goes_on_from_the_second(db: Database, floor: Floor, older: UUID, tmp_path: Path) -> None:
    second = newer(db, floor, tmp_path, older, people(range(5, 140)))
    gone_on(db, floor, second)
    approved(db, floor, second)
    called = set(cases(db, second))
    third = imported(db, floor, upload(tmp_path, people(range(5, 130), range(140, 200)), "third.csv"))
    assert choose_older_list(db, scope(floor), third, second) is None
    sample = gone_on(db, floor, third)
    assert (sample.round, sample.seed) == (3, "lot/3")
    numbers = {row + 3 for row in rows_drawn(db, third)}  # up to the 130th they stand in the same rows
    assert {number for number in numbers if number < 130} == {row + 3 for row in called if row + 3 < 130}
    approved(db, floor, third)
    assert nearly(cases(db, third)) == 185


def test_the_same_list_always_goes_on_with_the_same_people(
    db: Database, floor: Floor, older: UUID, tmp_path: Path
) -> None:
    list_id = newer(db, floor, tmp_path, older, people(range(160)))
    gone_on(db, floor, list_id)
    first = rows_drawn(db, list_id)
    gone_on(db, floor, list_id, everyone=True)
    gone_on(db, floor, list_id)
    assert rows_drawn(db, list_id) == first


def test_people_left_out_by_the_sample_are_not_shown_as_new_and_missing(
    db: Database, floor: Floor, older: UUID, tmp_path: Path
) -> None:
    list_id = newer(db, floor, tmp_path, older, people(range(10, 120)))
    with db.transaction(scope(floor)) as session:
        told = compare_lists(session, kept(db, list_id), older)
    assert told.people == {Change.NEW: 20, Change.CHANGED: 0, Change.MISSING: 10, Change.UNCHANGED: 90}


def test_what_was_answered_stays_with_a_weight_of_the_newer_list(
    db: Database, floor: Floor, older: UUID, tmp_path: Path
) -> None:
    with db.transaction(EVERYTHING) as session:
        case = session.scalars(select(Case).where(Case.list_row > 40).order_by(Case.list_row)).first()
        assert case is not None
        case.status, case.outcome, case.reached, case.closed_at = CaseStatus.CLOSED, Outcome.COMPLETED, True, NOW
    list_id = newer(db, floor, tmp_path, older, people(range(30, 110)), withdraw_missing=True)
    gone_on(db, floor, list_id)
    approved(db, floor, list_id)
    with db.transaction(EVERYTHING) as session:
        hers = session.get_one(Case, case.id)
    assert (hers.list_id, hers.status, hers.outcome) == (list_id, CaseStatus.CLOSED, Outcome.COMPLETED)
    assert hers.weight == rows_drawn(db, list_id)[hers.list_row]
    assert nearly(cases(db, list_id)) == 80
