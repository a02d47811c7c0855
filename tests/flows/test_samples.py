"""A sample of a list: drawn again from its seed it is the same, only its people are called, and the account says so."""

from decimal import Decimal
from hashlib import md5
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text

from campaigns.lists.draw_sample import draw_sample
from campaigns.lists.drop_sample import drop_sample
from campaigns.rules.lists.list_wishes import Sample
from campaigns.rules.lists.sampling import SamplePlan, Shares, StrataBy
from campaigns.rules.refusals import Refusal
from campaigns.store.people.samples import plan_of, samples_drawn, standing_sample
from campaigns.store.session import EVERYTHING, NOBODY, Database
from campaigns.store.tables import AccessTrace, DrawnRow
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import imported, scope, upload
from tests.given_samples import drawn, people, rows_drawn


@pytest.fixture
def floor(areas: None, db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


@pytest.fixture
def list_id(db: Database, floor: Floor, tmp_path: Path) -> UUID:
    """A hundred people who can be called, and a row without a phone."""
    return imported(db, floor, upload(tmp_path, people() + "Sara Bano,,Bandipora,Hajin,Female\n"))


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


def test_who_drew_stands_in_the_trace(db: Database, floor: Floor, list_id: UUID) -> None:
    sample = drawn(db, floor, list_id, SamplePlan("7", people=5))
    with db.transaction(scope(floor)) as session:
        trace = session.scalars(select(AccessTrace).where(AccessTrace.action == "sample_drawn")).one()
    assert trace.subject == {"list_id": str(list_id), "sample_id": str(sample.id), "drawn": 5, "of": 100}


def test_a_sample_larger_than_the_list_is_refused_and_the_earlier_one_stands(
    db: Database, floor: Floor, list_id: UUID
) -> None:
    drawn(db, floor, list_id, SamplePlan("7", people=5))
    refused = draw_sample(db, scope(floor), list_id, Sample(SamplePlan("7", people=101)), user_id=None, now=NOW)
    assert isinstance(refused, Refusal)
    assert refused.hint == "The list has 100 people who can be called: draw 100 or fewer."
    assert len(rows_drawn(db)) == 5


def test_another_department_neither_draws_nor_sees(db: Database, floor: Floor, list_id: UUID) -> None:
    drawn(db, floor, list_id, SamplePlan("7", people=5))
    with db.transaction(EVERYTHING) as session:
        other = scope(given_floor(session, "housing"))
    for strange in (other, NOBODY):
        for refused in (
            draw_sample(db, strange, list_id, Sample(SamplePlan("7", people=9)), user_id=None, now=NOW),
            drop_sample(db, strange, list_id, user_id=None, now=NOW),
        ):
            assert isinstance(refused, Refusal)
        with db.transaction(strange) as session:
            assert session.scalars(select(DrawnRow.row)).all() == []
            assert standing_sample(session, list_id) is None
