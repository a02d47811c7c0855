"""At the end of its retention a list's people are called no more and nothing tells who they were; the account stays."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from campaigns.close_withdrawn_cases import close_withdrawn_cases
from campaigns.draw_account import draw_account
from campaigns.end_lists import end_lists
from campaigns.erase_ended_lists import erase_ended_lists
from campaigns.hold_list import hold_list
from campaigns.import_list import import_list
from campaigns.lift_hold import lift_hold
from campaigns.load_areas import load_areas
from campaigns.note_lawful_basis import note_lawful_basis
from campaigns.rules.account import Ending
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.drawn_account import Account
from campaigns.rules.list_states import ListStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.refusals import Refusal
from campaigns.rules.retention import sealed_phone
from campaigns.rules.roles import Role
from campaigns.sheets.write_account import account_csv
from campaigns.store.retention import ending_lists
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import (
    AccessTrace,
    Answer,
    Beneficiary,
    BeneficiaryPhone,
    Call,
    CarrierEvent,
    Case,
    ListFilePart,
    ListMend,
    ListRow,
    LoggedOutcome,
    ScriptVersion,
    Table,
)
from campaigns.withdraw_list import withdraw_list
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import BASIS, count, imported, kept, mapped, scope, upload
from tests.given_list import approved as approved_list
from tests.given_mends import mend

KEEP_UNTIL = date(2027, 3, 31)
AFTER = datetime.fromisoformat("2027-04-01T00:10:00+05:30")  # in Kashmir the day is over, in London it is not
SECRET = "a key of this house, thirty-two letters"
PEOPLE = (
    "PPO No,Name,Father,Mobile,District,Block,Age\n"
    "P-1,Fata Begum,Rashid Wani,9419000001,Bandipora,Hajin,71\n"
    "P-2,Raja Begum,Nabi Dar,9419000002,Bandipora,Sumbal,68\n"
    "P-3,Sara Bano,Sultan Mir,,Bandipora,Hajin,70\n"
    "P-1,FATA BEGUM,Rashid Wani,9419000001,Bandipora,Hajin,71\n"
    "Total,,,4,,,\n"
)
PERSONAL = ("fata", "raja", "sara", "rashid", "nabi", "sultan", "9419000001", "9419000002", "P-1", "P-2", "P-3")


@pytest.fixture
def floor(db: Database) -> Floor:
    load_areas(db)
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


def based(db: Database, floor: Floor, list_id: UUID, keep_until: date = KEEP_UNTIL) -> UUID:
    basis = replace(BASIS, keep_until=keep_until)
    assert note_lawful_basis(db, scope(floor), list_id, basis, user_id=None, now=NOW) is None
    return list_id


def called_list(db: Database, floor: Floor, folder: Path) -> UUID:
    """Fata was called, answered in words and chose; Raja still waits. A row was mended on the way."""
    list_id = based(db, floor, imported(db, floor, upload(folder, PEOPLE)))
    mend(db, floor, list_id, 3, 3, "94190 00002")
    approved_list(db, floor, list_id)
    with db.transaction(EVERYTHING) as session:
        case = session.scalars(select(Case).order_by(Case.list_row)).first()
        assert case is not None
        call = floor.call(session, case, Outcome.COMPLETED)
        call.phone, call.sent_at = "+919419000001", NOW
        case.status, case.outcome, case.closed_at = CaseStatus.CLOSED, Outcome.COMPLETED, NOW
        case.reached = True
        steps = {"paid": {"kind": "choice"}, "said": {"kind": "text"}}
        session.add(
            ScriptVersion(
                campaign_id=floor.campaign.id,
                department_id=floor.department.id,
                version=99,
                document={"steps": steps},
                created_at=NOW,
            )
        )
        hers: dict[str, Any] = {"department_id": floor.department.id, "call_id": call.id, "case_id": case.id}
        session.add(Answer(**hers, step="paid", value={"value": "yes"}, at=NOW))
        session.add(Answer(**hers, step="said", value={"value": "ask Rashid, 9419000001"}, at=NOW))
        agent = floor.user(session, "shazia", Role.AGENT)
        session.add(
            LoggedOutcome(
                **hers, key="k", user_id=agent.id, outcome=Outcome.COMPLETED, note="fata is in hospital", at=NOW
            )
        )
        session.add(
            CarrierEvent(
                department_id=floor.department.id,
                call_id=call.id,
                key="e",
                kind="answered",
                occurred_at=NOW,
                received_at=NOW,
                raw={"To": "+919419000001"},
            )
        )
    return list_id


def ended(db: Database, now: datetime = AFTER) -> None:
    end_lists(db, now=now)
    while erase_ended_lists(db, secret=SECRET, now=now, at_once=2):
        pass


def account(db: Database, floor: Floor, read: Callable[[Account], Any]) -> Any:
    with draw_account(db, scope(floor), floor.campaign.id, now=NOW) as drawn:
        assert isinstance(drawn, Account)
        assert drawn.balanced
        return read(drawn)


def lines(drawn: Account) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(account_csv(drawn)).lstrip("\ufeff"))))


def everything_kept(db: Database) -> str:
    """All that the database holds, but for the file names and the words of the basis, as one text."""
    with db.transaction(EVERYTHING) as session:
        return "\n".join(
            str(row)
            for table in Table.metadata.sorted_tables
            if table.name not in ("areas", "area_aliases", "areas_once", "list_lawful_bases", "users")
            for row in session.scalars(text(f"SELECT CAST(t AS text) FROM {table.name} t"))  # noqa: S608 - our tables
        )


def test_nothing_tells_who_anybody_was_and_the_account_stays(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = called_list(db, floor, tmp_path)
    with db.transaction(scope(floor)) as session:
        assert withdrawn_before(session) == 0
    before = account(db, floor, lambda drawn: (drawn.whole.endings, lines(drawn)))
    assert [word for word in PERSONAL if word.lower() in everything_kept(db).lower()] == list(PERSONAL)
    ended(db)
    told = everything_kept(db).lower()
    assert [word for word in PERSONAL if word.lower() in told] == []
    after = account(db, floor, lambda drawn: (drawn.whole.endings, lines(drawn)))
    assert after[0] == before[0] | {Ending.WAITING: 0, Ending.WITHDRAWN: 1}, "who still waited is called no more"
    gone = {"scheme_person_id": "", "ending": "", "aapor": ""}
    assert [line | gone for line in after[1]] == [line | gone for line in before[1]]
    assert {line["scheme_person_id"] for line in after[1]} == {""}
    assert after[1][1]["each_attempt"].endswith("completed 0001")
    assert kept(db, list_id).erased_at == AFTER


def withdrawn_before(session: Any) -> int:
    return len(session.scalars(select(Case).where(Case.outcome == Outcome.WITHDRAWN)).all())


def test_what_was_done_stays_and_a_number_can_still_be_asked_for(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = called_list(db, floor, tmp_path)
    ended(db)
    with db.transaction(scope(floor)) as session:
        call = session.scalars(select(Call)).one()
        assert (call.phone, call.outcome) == (sealed_phone(SECRET, "+919419000001"), Outcome.COMPLETED)
        assert call.phone.endswith(":0001")
        answers = {one.step: one.value for one in session.scalars(select(Answer))}
        assert answers == {"paid": {"value": "yes"}, "said": {"value": None}}
        assert session.scalars(select(LoggedOutcome.note)).one() is None
        assert session.scalars(select(CarrierEvent.raw)).one() == {}
        mended = session.scalars(select(ListMend)).one()
        assert (mended.row, mended.column, mended.before, mended.original) == (3, 3, "", {})
        actions = list(session.scalars(select(AccessTrace.action).order_by(AccessTrace.at, AccessTrace.action)))
    assert {"list_ended", "rows_erased", "list_erased"} <= set(actions)
    assert (count(db, ListFilePart), count(db, BeneficiaryPhone), count(db, ListRow)) == (0, 0, 6)
    assert (kept(db, list_id).sha256, kept(db, list_id).sample) != ("", None)


def test_on_the_last_day_itself_nothing_ends(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = called_list(db, floor, tmp_path)
    assert end_lists(db, now=AFTER - timedelta(minutes=20)) == 0
    assert kept(db, list_id).ended_at is None
    assert end_lists(db, now=AFTER) == 1
    assert end_lists(db, now=AFTER) == 0


def test_a_month_before_the_pages_say_which_lists_end(db: Database, floor: Floor, tmp_path: Path) -> None:
    called_list(db, floor, tmp_path)
    for days, told in ((31, 0), (29, 1)):
        with db.transaction(scope(floor)) as session:
            found = ending_lists(session, now=AFTER - timedelta(days=days))
        assert [one.keep_until for one in found] == [KEEP_UNTIL] * told


def test_whom_another_list_names_stays_until_that_ends_too(db: Database, floor: Floor, tmp_path: Path) -> None:
    called_list(db, floor, tmp_path)
    other = "PPO No,Name,Mobile\nP-2,Raja Begum,9419000002\n"
    longer = based(db, floor, imported(db, floor, upload(tmp_path, other, "other.csv")), KEEP_UNTIL + timedelta(days=9))
    approved_list(db, floor, imported(db, floor, upload(tmp_path, other + "P-9,Mala,9419000009\n", "third.csv")))
    with db.transaction(scope(floor)) as session:
        assert kept(db, longer).accepted == 0, "she has a case from the first list"
    ended(db)
    with db.transaction(scope(floor)) as session:
        names = list(session.scalars(select(Beneficiary.name).order_by(Beneficiary.name)))
        assert names == ["", "Mala", "Raja Begum"]
        raja = session.scalars(
            select(Case)
            .join(Beneficiary, Beneficiary.id == Case.beneficiary_id)
            .where(Beneficiary.name == "Raja Begum")
        ).all()
    assert [case.status for case in raja] == [CaseStatus.WAITING], "the third list still names her"


def test_a_held_list_is_kept_but_nobody_on_it_is_called(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = called_list(db, floor, tmp_path)
    until = KEEP_UNTIL + timedelta(days=60)
    wrong = [("", until), ("court", None), ("court", date(2026, 1, 1)), ("court", date(2030, 1, 1))]
    refused = [hold_list(db, scope(floor), list_id, hold, user_id=None, now=NOW) for hold in wrong]
    assert [isinstance(one, Refusal) for one in refused] == [True] * 4
    held = hold_list(db, scope(floor), list_id, ("Writ 12 of 2027", until), user_id=None, now=AFTER)
    assert held is None
    ended(db)
    assert count(db, BeneficiaryPhone) == 2
    with db.transaction(scope(floor)) as session:
        assert withdrawn_before(session) == 1
        (shown,) = ending_lists(session, now=AFTER)
        assert (shown.held_until, shown.held_because) == (until, "Writ 12 of 2027")
    assert lift_hold(db, scope(floor), list_id, user_id=None, now=AFTER) is None
    ended(db)
    assert count(db, BeneficiaryPhone) == 0
    late = hold_list(db, scope(floor), list_id, ("too late", until), user_id=None, now=AFTER)
    assert isinstance(late, Refusal)
    assert late.because == "list_erased"


def test_a_hold_whose_day_is_over_holds_nothing(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = called_list(db, floor, tmp_path)
    until = KEEP_UNTIL + timedelta(days=2)
    assert hold_list(db, scope(floor), list_id, ("Audit", until), user_id=None, now=AFTER) is None
    ended(db)
    assert kept(db, list_id).erased_at is None
    ended(db, AFTER + timedelta(days=3))
    assert kept(db, list_id).erased_at is not None


def test_who_is_in_a_call_is_talked_with_to_the_end_before_anything_goes(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    list_id = called_list(db, floor, tmp_path)
    with db.transaction(EVERYTHING) as session:
        raja = session.scalars(select(Case).where(Case.status == CaseStatus.WAITING)).one()
        raja.status = CaseStatus.IN_CALL
    ended(db)
    assert kept(db, list_id).erased_at is None
    with db.transaction(EVERYTHING) as session:
        session.get_one(Case, raja.id).status = CaseStatus.WAITING
    assert close_withdrawn_cases(db, now=AFTER) == 1
    ended(db)
    assert kept(db, list_id).erased_at is not None


def test_a_list_that_was_never_approved_is_withdrawn_and_erased(db: Database, floor: Floor, tmp_path: Path) -> None:
    in_review = based(db, floor, imported(db, floor, upload(tmp_path, PEOPLE)))
    waiting = mapped(db, floor, upload(tmp_path, "Name,Mobile\nGul Jan,9419000007\n", "waiting.csv"))
    ended(db, datetime.fromisoformat("2999-12-31T12:00:00+05:30"))
    assert [kept(db, one).status for one in (in_review, waiting)] == [ListStatus.WITHDRAWN] * 2
    assert "gul" not in everything_kept(db).lower()
    assert isinstance(import_list(db, waiting, now=lambda: AFTER), Refusal | None)


def test_a_list_whose_time_is_over_cannot_be_withdrawn_as_well(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = called_list(db, floor, tmp_path)
    end_lists(db, now=AFTER)
    refused = withdraw_list(db, scope(floor), list_id, user_id=None, now=AFTER)
    assert isinstance(refused, Refusal)
    assert refused.because == "list_ended"
