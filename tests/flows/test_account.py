"""The department's account: every uploaded row stands in it once, and the totals add up to the rows of the file."""

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from campaigns.accounts.draw_account import draw_account
from campaigns.rules.accounts.account import Ending
from campaigns.rules.accounts.drawn_account import Account, Tier
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.refusals import Refusal
from campaigns.rules.scripts.who_answered import Answered
from campaigns.rules.verdicts import Reason, Verdict
from campaigns.sheets.account_json import account_json
from campaigns.sheets.write_account import account_csv, harmless
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import BeneficiaryList, Case
from tests.given_floor import NOW, SOPORE, Floor, given_areas, given_floor
from workers.commands.account import account as account_command


@pytest.fixture
def floor(db: Database) -> Floor:
    """A list with one row of every fate, and a second one that waits for approval."""
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        first = floor.list(session)
        floor.row(session, first, Verdict.IGNORED, Reason.NOT_A_RECORD)
        floor.row(session, first, Verdict.REJECTED, Reason.PHONE_ROUNDED)
        done = floor.person(
            session, first, status=CaseStatus.CLOSED, outcome=Outcome.COMPLETED, reached=True, phone="+919419012345"
        )
        floor.call(session, done, Outcome.NO_ANSWER, at=NOW - timedelta(days=1), phone="+919419012345")
        floor.call(session, done, Outcome.COMPLETED, phone="+919419012345", answered_by=Answered.FAMILY)
        floor.row(session, first, Verdict.ACCEPTED, beneficiary_id=done.beneficiary_id)
        gone = floor.person(session, first, SOPORE, status=CaseStatus.CLOSED, outcome=Outcome.NO_ANSWER)
        floor.call(session, gone, Outcome.NO_ANSWER)
        floor.person(session, first, None, scheme_person_id="=HYPERLINK(1)")
        floor.person(session, first, SOPORE, status=CaseStatus.CALLBACK, outcome=Outcome.CALL_LATER)
        second = floor.list(session, "later.csv", ListStatus.REVIEW)
        floor.row(session, second, Verdict.ACCEPTED)
    return floor


def drawn_json(db: Database, floor: Floor) -> dict[str, object]:
    """The account as a department reads it."""
    with draw_account(db, Scope(floor.department.id), floor.campaign.id, now=NOW) as account:
        assert isinstance(account, Account)
        return json.loads("".join(account_json(account)))  # type: ignore[no-any-return]


class DiskFullError(Exception):
    """What a writer says in the middle of an account."""


@pytest.mark.timeout(20)
def test_whoever_stops_in_the_middle_of_an_account_is_not_held_by_its_rows(db: Database, floor: Floor) -> None:
    def half_of_it(account: Account | Refusal) -> None:
        assert isinstance(account, Account)
        next(iter(account.rows))
        raise DiskFullError

    drawing = draw_account(db, Scope(floor.department.id), floor.campaign.id, now=NOW)
    with pytest.raises(DiskFullError), drawing as account:
        half_of_it(account)
    assert db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    assert drawn_json(db, floor)["balanced"] is True


def test_every_row_of_every_list_ends_once(db: Database, floor: Floor) -> None:
    with draw_account(db, Scope(floor.department.id), floor.campaign.id, now=NOW) as account:
        assert isinstance(account, Account)
        rows = list(account.rows)
        assert account.balanced
        assert [(row.row, row.ended.ending, row.ended.detail) for row in rows] == [
            (1, Ending.IGNORED, "not_a_record"),
            (2, Ending.REJECTED, "phone_rounded"),
            (3, Ending.REACHED, "completed"),
            (4, Ending.SAME_PERSON, ""),
            (5, Ending.UNREACHABLE, "1"),
            (6, Ending.WAITING, ""),
            (7, Ending.CALLBACK, ""),
            (1, Ending.WAITING_FOR_APPROVAL, ""),
        ]
        assert rows[3].same_as == "people.csv:3"
        assert [one.result for one in rows[2].attempts] == ["no_answer", "completed"]
        assert not rows[3].attempts
        assert [one.answered_by for one in rows[2].attempts] == [None, "family"]


def test_totals_add_up_to_the_rows_of_the_file_on_every_tier(db: Database, floor: Floor) -> None:
    account = drawn_json(db, floor)
    assert account["balanced"] is True
    rows = account["rows"]
    assert (rows[2]["answered_by"], rows[2]["attempts"][1]["answered_by"], rows[4]["answered_by"]) == (
        "family",
        "family",
        None,
    )
    for tier in ([account["totals"]], *(account[f"{tier}s"] for tier in Tier)):
        assert sum(place["rows"] for place in tier) == len(rows) == 8
        assert sum(sum(place["endings"].values()) for place in tier) == 8
    for ending, number in account["totals"]["endings"].items():
        assert number == sum(row["ending"] == ending for row in rows)
    assert account["totals"]["rr1"] == {"part": 1, "whole": 4, "share": 0.25}
    assert {block["block"]: block["rr1"]["share"] for block in account["blocks"] if block["block"]} == {
        "Pattan": 1.0,
        "Sopore": 0.0,
    }


def test_no_number_is_whole_and_no_cell_is_a_formula(db: Database, floor: Floor) -> None:
    with draw_account(db, Scope(floor.department.id), floor.campaign.id, now=NOW) as account:
        assert isinstance(account, Account)
        page = "".join(account_csv(account))
    assert "9419012345" not in page
    lines = list(csv.DictReader(io.StringIO(page.lstrip("\ufeff"))))
    assert lines[2]["phone_end"] == "2345"
    assert lines[2]["each_attempt"].startswith("2026-11-22T11:30:00+05:30 no_answer 2345; ")
    assert [line["answered_by"] for line in lines] == ["", "", "family", "", "", "", "", ""]
    assert lines[5]["scheme_person_id"] == "'=HYPERLINK(1)"
    assert all(not value.startswith(("=", "+", "-", "@")) for line in lines for value in line.values())


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx"])
def test_formula_like_text_is_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_rows_and_totals_show_the_same_moment(db: Database, floor: Floor) -> None:
    with draw_account(db, Scope(floor.department.id), floor.campaign.id, now=NOW) as account:
        assert isinstance(account, Account)
        with db.transaction(EVERYTHING) as session:
            session.execute(update(Case).values(status=CaseStatus.CLOSED, outcome=Outcome.REFUSED))
        rows = list(account.rows)
        assert sum(row.ended.ending is Ending.WAITING for row in rows) == account.whole.endings[Ending.WAITING] == 1


def test_a_row_that_the_import_counted_and_nobody_kept_unbalances_the_account(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        session.execute(update(BeneficiaryList).values(accepted=BeneficiaryList.accepted + 1))
    assert drawn_json(db, floor)["balanced"] is False


def test_another_department_draws_nothing(db: Database, floor: Floor) -> None:
    with draw_account(db, Scope(uuid4()), floor.campaign.id, now=NOW) as account:
        assert isinstance(account, Refusal)


def test_the_command_writes_a_file_of_its_owner_only(
    db: Database, floor: Floor, database_url: str, redis_url: str, tmp_path: Path
) -> None:
    out = tmp_path / "account.json"
    settings = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "SECRET_KEY": "x" * 32}
    done = CliRunner(env=settings).invoke(account_command, ["pension", "--format", "json", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "8 rows, balanced: yes" in done.output
    assert len(json.loads(out.read_text())["rows"]) == 8
    assert out.stat().st_mode & 0o077 == 0
    none = CliRunner(env=settings).invoke(account_command, ["nothing", "--out", str(out)])
    assert none.exit_code == 1
    assert "no campaign called nothing" in none.output
