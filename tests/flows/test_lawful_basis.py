"""No list is approved without its lawful basis, which is kept with who and when and stands as it was approved."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.lists.approve_list import CasesOpened, approve_list
from campaigns.lists.import_list import import_list
from campaigns.lists.note_lawful_basis import IncompleteBasis, note_lawful_basis
from campaigns.rules.lists.lawful_basis import LawfulBasis
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.lists.lawful_bases import basis_to_begin_from, lawful_basis_of, noted_basis
from campaigns.store.session import EVERYTHING, NOBODY, Database
from campaigns.store.tables import Case, ListLawfulBasis
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import BASIS, approved, count, mapped, scope, upload

OTHERS = "Name,Mobile,District\nGul Jan,9906000001,Bandipora\n"


@pytest.fixture
def floor(areas: None, db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


@pytest.fixture
def list_id(db: Database, floor: Floor, tmp_path: Path) -> UUID:
    """A list in review of which nobody has written why it may be called."""
    list_id = mapped(db, floor, upload(tmp_path))
    assert import_list(db, list_id, now=lambda: NOW) is None
    return list_id


def noted(db: Database, floor: Floor, list_id: UUID, basis: LawfulBasis = BASIS) -> Refusal | None:
    return note_lawful_basis(db, scope(floor), list_id, basis, user_id=None, now=NOW)


def approval(db: Database, floor: Floor, list_id: UUID, days: int = 0) -> CasesOpened | Refusal:
    return approve_list(db, scope(floor), list_id, user_id=None, now=NOW + timedelta(days=days))


def test_nobody_is_called_without_a_lawful_basis(db: Database, floor: Floor, list_id: UUID) -> None:
    refused = approval(db, floor, list_id)
    assert isinstance(refused, Refusal)
    assert refused.because == "basis_missing"
    assert refused.hint.startswith("Write the lawful basis of this list first: the order and its date")
    assert count(db, Case) == 0
    assert noted(db, floor, list_id) is None
    assert isinstance(approval(db, floor, list_id), CasesOpened)


def test_an_incomplete_basis_is_not_kept(db: Database, floor: Floor, list_id: UUID) -> None:
    refused = noted(db, floor, list_id, replace(BASIS, order_number="", notices={"ur": "اطلاع"}))
    assert isinstance(refused, IncompleteBasis)
    assert [gap.field for gap in refused.gaps] == ["order_number", "notice-en"]
    assert count(db, ListLawfulBasis) == 0


def test_a_basis_whose_time_is_over_before_the_approval_is_asked_for_again(
    db: Database, floor: Floor, list_id: UUID
) -> None:
    noted(db, floor, list_id, replace(BASIS, keep_until=NOW.date() + timedelta(days=3)))
    refused = approval(db, floor, list_id, days=3)
    assert isinstance(refused, Refusal)
    assert refused.because == "keep_until_over"


def test_an_order_of_today_is_of_today_where_the_people_live(db: Database, floor: Floor, list_id: UUID) -> None:
    basis = replace(BASIS, order_date=date(2026, 11, 24))
    evening = NOW.replace(hour=20)  # in Kashmir the next day has begun
    assert note_lawful_basis(db, scope(floor), list_id, basis, user_id=None, now=evening) is None
    assert isinstance(noted(db, floor, list_id, basis), IncompleteBasis), "at noon that day is still to come"


def test_every_version_is_kept_with_who_and_when(db: Database, floor: Floor, list_id: UUID) -> None:
    with db.transaction(EVERYTHING) as session:
        nadia = floor.user(session, "nadia", Role.OFFICER).id
    for basis in (BASIS, BASIS, replace(BASIS, order_number="SWD/13")):
        assert note_lawful_basis(db, scope(floor), list_id, basis, user_id=nadia, now=NOW) is None
    with db.transaction(scope(floor)) as session:
        kept = session.scalars(select(ListLawfulBasis).order_by(ListLawfulBasis.version)).all()
        assert [(one.version, one.order_number, one.noted_by, one.noted_at) for one in kept] == [
            (1, "SWD/Pen/12-2026", nadia, NOW),
            (2, "SWD/13", nadia, NOW),
        ]
        holds = noted_basis(session, list_id)
        assert holds is not None
        assert holds.version == 2


def test_what_a_list_was_approved_with_stands(db: Database, floor: Floor, list_id: UUID) -> None:
    noted(db, floor, list_id)
    approved(db, floor, list_id)
    late = noted(db, floor, list_id, replace(BASIS, order_number="SWD/13"))
    assert isinstance(late, Refusal)
    assert late.because == "basis_settled"
    with db.transaction(scope(floor)) as session:
        assert lawful_basis_of(session, list_id) == BASIS


def test_the_next_list_begins_from_what_was_written_last(
    db: Database, floor: Floor, list_id: UUID, tmp_path: Path
) -> None:
    with db.transaction(scope(floor)) as session:
        first = basis_to_begin_from(session, floor.campaign.id)
    assert first is not None
    assert (first.order_number, first.order_date, first.purpose) == ("order 1", None, "check")
    assert "Department of pension" in first.notices["en"]
    noted(db, floor, list_id)
    mapped(db, floor, upload(tmp_path, OTHERS, "others.csv"))
    with db.transaction(scope(floor)) as session:
        assert basis_to_begin_from(session, floor.campaign.id) == BASIS


def test_another_department_neither_writes_nor_reads(db: Database, floor: Floor, list_id: UUID) -> None:
    noted(db, floor, list_id)
    with db.transaction(EVERYTHING) as session:
        other = scope(given_floor(session, "housing"))
    for strange in (other, NOBODY):
        refused = note_lawful_basis(db, strange, list_id, BASIS, user_id=None, now=NOW)
        assert isinstance(refused, Refusal)
        assert refused.because == "list_unknown"
        with db.transaction(strange) as session:
            assert lawful_basis_of(session, list_id) is None
            assert basis_to_begin_from(session, floor.campaign.id) is None
