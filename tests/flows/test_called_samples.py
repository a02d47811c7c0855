"""Only the people of a sample are called, the account says so, and rows that change after the draw are noticed."""

import csv
import io
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.accounts.draw_account import draw_account
from campaigns.lists.approve_list import CasesOpened, approve_list
from campaigns.lists.choose_older_list import choose_older_list
from campaigns.lists.draw_sample import draw_sample
from campaigns.lists.drop_sample import drop_sample
from campaigns.lists.go_on_with_sample import go_on_with_sample
from campaigns.lists.withdraw_list import withdraw_list
from campaigns.rules.accounts.account import Ending
from campaigns.rules.accounts.drawn_account import Account, Tier
from campaigns.rules.lists.list_wishes import GoOn, Sample
from campaigns.rules.lists.sampling import SamplePlan, StrataBy
from campaigns.rules.refusals import Refusal
from campaigns.shared.mending import Mended
from campaigns.sheets.account_json import account_json
from campaigns.sheets.write_account import account_csv
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Case, ListSample
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import approved, imported, scope, upload
from tests.given_mends import mend
from tests.given_samples import drawn, people, rows_drawn


@pytest.fixture
def floor(areas: None, db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


@pytest.fixture
def list_id(db: Database, floor: Floor, tmp_path: Path) -> UUID:
    """A hundred people who can be called, and a row without a phone."""
    return imported(db, floor, upload(tmp_path, people() + "Sara Bano,,Bandipora,Hajin,Female\n"))


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
        hajin = next(one for one in account.tiers[Tier.BLOCK] if one.place.name(Tier.BLOCK) == "Hajin")
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
        draw_sample(db, scope(floor), list_id, Sample(SamplePlan("8", people=5)), user_id=None, now=NOW),
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


@pytest.mark.parametrize("everyone", [False, True])
def test_a_sampled_list_is_replaced_by_a_newer_version_and_no_row_is_lost(
    db: Database, floor: Floor, list_id: UUID, tmp_path: Path, everyone: bool
) -> None:
    drawn(db, floor, list_id, SamplePlan("7", people=20))
    approved(db, floor, list_id)
    newer = imported(db, floor, upload(tmp_path, people() + "Gul Jan,9906000001,Bandipora,Hajin,Female\n", "newer.csv"))
    assert choose_older_list(db, scope(floor), newer, list_id) is None
    went_on = go_on_with_sample(db, scope(floor), newer, GoOn(everyone=everyone), user_id=None, now=NOW)
    assert isinstance(went_on, ListSample)
    approved(db, floor, newer)
    with draw_account(db, scope(floor), floor.campaign.id, now=NOW) as account:
        assert isinstance(account, Account)
        assert account.balanced
        endings = account.whole.endings
    assert endings[Ending.SAME_PERSON] == 20, "whoever was drawn of the older list goes on from the newer one"
    assert endings[Ending.NOT_OPENED] == 0
    assert endings[Ending.WAITING] + endings[Ending.EXCLUDED] == 80 + 101
