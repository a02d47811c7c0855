"""A sample of a list: drawn again from its seed it is the same, only its people are called, and the account says so."""

import csv
import io
from decimal import Decimal
from hashlib import md5
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text

from campaigns.approve_list import CasesOpened, approve_list
from campaigns.draw_account import draw_account
from campaigns.draw_sample import draw_sample
from campaigns.drop_sample import drop_sample
from campaigns.load_areas import load_areas
from campaigns.mending import Mended
from campaigns.rules.account import Ending
from campaigns.rules.drawn_account import Account
from campaigns.rules.refusals import Refusal
from campaigns.rules.sampling import SamplePlan, Shares, StrataBy
from campaigns.sheets.write_account import account_csv, account_json
from campaigns.store.samples import plan_of, samples_drawn, standing_sample
from campaigns.store.session import EVERYTHING, NOBODY, Database
from campaigns.store.tables import AccessTrace, Case, DrawnRow, ListSample
from campaigns.withdraw_list import withdraw_list
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import approved, imported, scope, upload
from tests.given_mends import mend

BLOCKS = ("Hajin",) * 60 + ("Sumbal",) * 30 + ("Gurez",) * 10
MEN = "Male"


def people(numbers: range = range(100)) -> str:
    lines = [
        f"Person{chr(65 + number // 26)}{chr(65 + number % 26)} Begum,94190{number:05d},Bandipora,"
        f"{BLOCKS[number]},{MEN if number % 4 == 0 else 'Female'}\n"
        for number in numbers
    ]
    return "Name,Mobile,District,Block,Gender\n" + "".join(lines)


@pytest.fixture
def floor(db: Database) -> Floor:
    load_areas(db)
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


@pytest.fixture
def list_id(db: Database, floor: Floor, tmp_path: Path) -> UUID:
    """A hundred people who can be called, and a row without a phone."""
    return imported(db, floor, upload(tmp_path, people() + "Sara Bano,,Bandipora,Hajin,Female\n"))


def drawn(db: Database, floor: Floor, list_id: UUID, plan: SamplePlan) -> ListSample:
    sample = draw_sample(db, scope(floor), list_id, plan, user_id=None, now=NOW)
    assert isinstance(sample, ListSample), sample
    return sample


def rows_drawn(db: Database) -> dict[int, Decimal]:
    with db.transaction(EVERYTHING) as session:
        return {row.row: row.weight for row in session.scalars(select(DrawnRow).order_by(DrawnRow.row))}


def by_hand(seed: str, rows: range, size: int) -> set[int]:
    """Draw as the documentation says that anybody can."""
    return set(sorted(rows, key=lambda row: md5(f"{seed} {row}".encode(), usedforsecurity=False).hexdigest())[:size])


def test_the_same_seed_draws_the_same_rows_and_another_seed_others(db: Database, floor: Floor, list_id: UUID) -> None:
    drawn(db, floor, list_id, SamplePlan("lot of 3 May", people=20))
    first = rows_drawn(db)
    assert set(first) == by_hand("lot of 3 May", range(2, 102), 20)
    assert set(first.values()) == {Decimal(5)}
    drawn(db, floor, list_id, SamplePlan("another lot", people=20))
    assert set(rows_drawn(db)) != set(first)
    drawn(db, floor, list_id, SamplePlan("lot of 3 May", people=20))
    assert rows_drawn(db) == first
    with db.transaction(scope(floor)) as session:
        assert samples_drawn(session, list_id) == 3, "nobody draws until the people please her unseen"


def test_the_database_may_plan_as_it_likes(db: Database, floor: Floor, list_id: UUID) -> None:
    plan = SamplePlan("7", StrataBy.BLOCK, people=20)
    drawn(db, floor, list_id, plan)
    first = rows_drawn(db)
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE list_rows SET details = details WHERE row % 3 = 0"))  # other places in the heap
    drawn(db, floor, list_id, plan)
    assert rows_drawn(db) == first


def test_a_sample_by_block_follows_the_blocks(db: Database, floor: Floor, list_id: UUID) -> None:
    sample = drawn(db, floor, list_id, SamplePlan("7", StrataBy.BLOCK, people=20))
    assert {name: (listed, taken) for name, listed, taken in sample.strata} == {
        "block:25@623": (60, 12),
        "block:32@623": (30, 6),
        "block:24@623": (10, 2),
    }
    assert sum(rows_drawn(db).values()) == 100


def test_own_sizes_by_gender_keep_their_weights(db: Database, floor: Floor, list_id: UUID) -> None:
    plan = SamplePlan("7", StrataBy.GENDER, Shares.OWN, sizes={"male": 20, "female": 6}, at_least=2)
    drawn(db, floor, list_id, plan)
    weights = rows_drawn(db).values()
    assert sorted(weights) == [Decimal("1.25")] * 20 + [Decimal("12.5")] * 6
    with db.transaction(scope(floor)) as session:
        sample = standing_sample(session, list_id)
        assert sample is not None
        assert plan_of(sample) == plan


def test_only_people_drawn_are_called_and_every_other_row_is_accounted_for(
    db: Database, floor: Floor, list_id: UUID
) -> None:
    drawn(db, floor, list_id, SamplePlan("7", StrataBy.BLOCK, per_cent=Decimal(20)))
    assert approved(db, floor, list_id) == 20
    sample = rows_drawn(db)
    with db.transaction(scope(floor)) as session:
        assert {case.list_row: case.weight for case in session.scalars(select(Case))} == sample
    with draw_account(db, scope(floor), floor.campaign.id, now=NOW) as account:
        assert isinstance(account, Account)
        assert account.balanced
        endings = account.whole.endings
        assert (endings[Ending.WAITING], endings[Ending.EXCLUDED]) == (20, 80)
        assert (endings[Ending.REJECTED], endings[Ending.IGNORED]) == (1, 1)
        assert sum(endings.values()) == account.whole.rows == 102
        hajin = next(block for block in account.blocks if block.place.block == "Hajin")
        assert (hajin.tally.endings[Ending.WAITING], hajin.tally.endings[Ending.EXCLUDED]) == (12, 48)
        lines = list(csv.DictReader(io.StringIO("".join(account_csv(account)).lstrip("\ufeff"))))
    called = [line for line in lines if line["ending"] == "waiting"]
    assert sum(Decimal(line["weight"]) for line in called) == 100
    assert {line["detail"] for line in lines if line["ending"] == "excluded"} == {"not_drawn"}
    assert {line["weight"] for line in lines if line["ending"] != "waiting"} == {""}


def test_the_account_says_how_to_draw_the_sample_again(db: Database, floor: Floor, list_id: UUID) -> None:
    drawn(db, floor, list_id, SamplePlan("lot of 3 May", people=30))
    with draw_account(db, scope(floor), floor.campaign.id, now=NOW) as account:
        assert isinstance(account, Account)
        told = "".join(account_json(account))
    assert '"seed": "lot of 3 May"' in told
    assert '"weight": 3.333333333333' in told


def test_who_drew_stands_in_the_trace(db: Database, floor: Floor, list_id: UUID) -> None:
    sample = drawn(db, floor, list_id, SamplePlan("7", people=5))
    with db.transaction(scope(floor)) as session:
        trace = session.scalars(select(AccessTrace).where(AccessTrace.action == "sample_drawn")).one()
    assert trace.subject == {"list_id": str(list_id), "sample_id": str(sample.id), "drawn": 5, "of": 100}


def test_rows_mended_after_the_draw_ask_for_a_new_one_with_the_same_seed(
    db: Database, floor: Floor, list_id: UUID
) -> None:
    plan = SamplePlan("7", StrataBy.BLOCK, people=20)
    drawn(db, floor, list_id, plan)
    assert isinstance(mend(db, floor, list_id, 102, 1, "9419077777"), Mended)
    refused = approve_list(db, scope(floor), list_id, user_id=None, now=NOW)
    assert isinstance(refused, Refusal)
    assert refused.because == "sample_stale"
    assert "draw it again with the same seed" in refused.hint
    assert drawn(db, floor, list_id, plan).listed == 101
    assert approved(db, floor, list_id) == 20


def test_a_person_who_moves_to_another_block_after_the_draw_is_noticed(
    db: Database, floor: Floor, list_id: UUID
) -> None:
    drawn(db, floor, list_id, SamplePlan("7", StrataBy.BLOCK, people=20))
    assert isinstance(mend(db, floor, list_id, 2, 3, "Gurez"), Mended)
    assert isinstance(approve_list(db, scope(floor), list_id, user_id=None, now=NOW), Refusal)


def test_another_spelling_of_a_name_leaves_the_sample_as_it_is(db: Database, floor: Floor, list_id: UUID) -> None:
    drawn(db, floor, list_id, SamplePlan("7", StrataBy.BLOCK, people=20))
    assert isinstance(mend(db, floor, list_id, 2, 0, "Fatima Begum"), Mended)
    assert isinstance(approve_list(db, scope(floor), list_id, user_id=None, now=NOW), CasesOpened)


def test_a_dropped_sample_calls_everyone(db: Database, floor: Floor, list_id: UUID) -> None:
    drawn(db, floor, list_id, SamplePlan("7", people=5))
    for _ in range(2):
        assert drop_sample(db, scope(floor), list_id, user_id=None, now=NOW) is None
    assert rows_drawn(db) == {}
    assert approved(db, floor, list_id) == 100
    with db.transaction(scope(floor)) as session:
        assert set(session.scalars(select(Case.weight))) == {Decimal(1)}


def test_after_the_approval_nobody_draws_or_drops(db: Database, floor: Floor, list_id: UUID) -> None:
    drawn(db, floor, list_id, SamplePlan("7", people=5))
    approved(db, floor, list_id)
    for late in (
        draw_sample(db, scope(floor), list_id, SamplePlan("8", people=5), user_id=None, now=NOW),
        drop_sample(db, scope(floor), list_id, user_id=None, now=NOW),
    ):
        assert isinstance(late, Refusal)
        assert late.because == "not_in_review"
    assert len(rows_drawn(db)) == 5
    withdraw_list(db, scope(floor), list_id, user_id=None, now=NOW)
    with draw_account(db, scope(floor), floor.campaign.id, now=NOW) as account:
        assert isinstance(account, Account)
        assert account.balanced
        assert account.whole.endings[Ending.WITHDRAWN] == 102


def test_a_sample_larger_than_the_list_is_refused_and_the_earlier_one_stands(
    db: Database, floor: Floor, list_id: UUID
) -> None:
    drawn(db, floor, list_id, SamplePlan("7", people=5))
    refused = draw_sample(db, scope(floor), list_id, SamplePlan("7", people=101), user_id=None, now=NOW)
    assert isinstance(refused, Refusal)
    assert refused.hint == "The list has 100 people who can be called: draw 100 or fewer."
    assert len(rows_drawn(db)) == 5


def test_another_department_neither_draws_nor_sees(db: Database, floor: Floor, list_id: UUID) -> None:
    drawn(db, floor, list_id, SamplePlan("7", people=5))
    with db.transaction(EVERYTHING) as session:
        other = scope(given_floor(session, "housing"))
    for strange in (other, NOBODY):
        for refused in (
            draw_sample(db, strange, list_id, SamplePlan("7", people=9), user_id=None, now=NOW),
            drop_sample(db, strange, list_id, user_id=None, now=NOW),
        ):
            assert isinstance(refused, Refusal)
        with db.transaction(strange) as session:
            assert session.scalars(select(DrawnRow.row)).all() == []
            assert standing_sample(session, list_id) is None
