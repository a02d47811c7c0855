"""`raabta import-list`: a file becomes cases at the terminal, or one sentence says why not."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from campaigns.rules.list_states import ListStatus
from campaigns.rules.roles import Role
from campaigns.store.lists.lawful_bases import lawful_basis_of
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import BeneficiaryList, Campaign, Case, ListRow
from tests.given_floor import given_floor
from workers.commands.import_list import import_list

PEOPLE = "Name,Mobile,District\nFata Begum,9419012345,Bandipora\nSara Bano,,Bandipora\nTotal,2,\n"


@pytest.fixture
def settings(areas: None, db: Database, database_url: str, redis_url: str) -> dict[str, str]:
    with db.transaction(EVERYTHING) as session:
        given_floor(session)
    return {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "SECRET_KEY": "x" * 32}


ORDER = ("--order", "SWD/12", "--order-date", "2020-10-01")


def run(
    settings: dict[str, str], file: Path, *more: str, slug: str = "pension", order: tuple[str, ...] = ORDER
) -> Result:
    return CliRunner(env=settings).invoke(import_list, [str(file), "--campaign", slug, *order, *more])


def test_a_file_becomes_cases_at_the_terminal(db: Database, settings: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE)
    done = run(settings, file, "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.output.splitlines()[-1])
    assert told | {"list_id": ""} == {
        "list_id": "",
        "rows": 4,
        "accepted": 1,
        "rejected": 1,
        "ignored": 2,
        "cases": 1,
        "unspoken": {},
    }
    with db.transaction(EVERYTHING) as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 1
    again = run(settings, file, order=())
    assert (again.exit_code, "already in the campaign" in again.output) == (2, True)


ODD = "Office,Person,Home no\n9419012345,Raja,9906112233\nx,Zoona,\n"


@pytest.mark.parametrize(
    ("content", "more", "phones"),
    [
        (ODD.encode(), ("--columns", "name=Person,phone=C:A"), ["+919906112233", "+919419012345"]),
        ("Name,Mobile\nغلام,9419012345\n".encode("cp1256"), ("--encoding", "windows-1256"), ["+919419012345"]),
    ],
)
def test_encoding_and_columns_are_named_as_for_a_check(
    db: Database, settings: dict[str, str], tmp_path: Path, content: bytes, more: tuple[str, ...], phones: list[str]
) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(content)
    done = run(settings, file, *more)
    assert done.exit_code == 0, done.output
    with db.transaction(EVERYTHING) as session:
        row = session.scalars(select(ListRow).where(ListRow.verdict == "accepted")).one()
        assert (row.name in ("Raja", "غلام"), row.phones) == (True, phones)


def test_rows_in_another_encoding_are_named_while_the_list_is_taken(
    db: Database, settings: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes("Name,Mobile\nغلام محمد,9419012345\n".encode() + b"Jos\xe9,9419012346\n")
    done = run(settings, file)
    assert done.exit_code == 0, done.output
    assert "Letters that cannot be read as utf-8 stand in row 3, column A" in done.stderr


def test_a_language_that_no_agent_speaks_is_said(db: Database, settings: dict[str, str], tmp_path: Path) -> None:
    with db.transaction(EVERYTHING) as session:
        operator = session.scalars(select(Campaign.operator_id)).one()
        given_floor(session, "loans", operator).user(session, "shazia", Role.AGENT, languages=["ur"])
    file = tmp_path / "people.csv"
    file.write_text("Name,Mobile,Language\nFata,9419012345,Dogri\nSara,9419012346,Urdu\n")
    done = run(settings, file)
    assert "1 people of this list speak doi, and no agent of the centre does" in done.stderr


def test_a_column_that_is_not_there_is_said_and_no_list_stays_open(
    db: Database, settings: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_text(ODD)
    done = run(settings, file, "--columns", "name=Z")
    assert (done.exit_code, "is no column for name: write a letter (A to C) or a heading" in done.output) == (2, True)
    with db.transaction(EVERYTHING) as session:
        assert set(session.scalars(select(BeneficiaryList.status))) == {ListStatus.WITHDRAWN}


@pytest.mark.parametrize(
    ("content", "slug", "says"),
    [
        (PEOPLE, "nothing", "no campaign called nothing"),
        ("", "pension", "empty"),
        ("Name,District\nFata Begum,Bandipora\n", "pension", "No column with phone numbers"),
        ("Name,Mobile\nSara Bano,\nZooni Begum,NA\n", "pension", "mend the refused rows first"),
    ],
)
def test_what_cannot_be_imported_is_said_and_leaves_no_open_list(
    db: Database, settings: dict[str, str], tmp_path: Path, content: str, slug: str, says: str
) -> None:
    file = tmp_path / "people.csv"
    file.write_text(content)
    done = run(settings, file, slug=slug)
    assert done.exit_code == 2
    assert says in done.output
    assert "Traceback" not in done.output
    with db.transaction(EVERYTHING) as session:
        statuses = set(session.scalars(select(BeneficiaryList.status)))
    assert statuses <= {ListStatus.WITHDRAWN}


def test_the_order_is_written_once_and_stands_for_the_next_list(
    db: Database, settings: dict[str, str], tmp_path: Path
) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(PEOPLE)
    second.write_text(PEOPLE.replace("9419012345", "9419012346"))
    notices = (
        "--notice",
        "ur=آپ کا نمبر صرف اسی کام کے لیے ہے۔",
        "--notice",
        "en=For this only.",
        "--purpose",
        "To check.",
    )
    done = run(settings, first, *notices, "--keep-until", "2999-12-31")
    assert done.exit_code == 0, done.output
    done = run(settings, second, order=())
    assert done.exit_code == 0, done.output
    with db.transaction(EVERYTHING) as session:
        bases = [lawful_basis_of(session, list_id) for list_id in session.scalars(select(BeneficiaryList.id))]
    assert bases[0] == bases[1] is not None
    assert bases[0].order_number == "SWD/12"
    assert bases[0].notices["en"] == "For this only."


def test_a_list_without_an_order_is_refused_before_it_is_read(
    db: Database, settings: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE)
    for more, says in (
        ((), "--order-date: Write the date that stands on the order."),
        (("--order-date", "2999-01-01"), "--order-date: Write the date that stands on the order: a day that has been."),
        ((*ORDER, "--keep-until", "2020-01-01"), "--keep-until: Choose a day that is still to come."),
        ((*ORDER, "--notice", "ur= "), "--notice ur=: Write what people are told in this language"),
        ((*ORDER, "--notice", "ru=To be read out"), "ru is no language of this campaign"),
    ):
        done = run(settings, file, *more, order=())
        assert (done.exit_code, says in done.output) == (2, True), done.output
    with db.transaction(EVERYTHING) as session:
        assert session.scalars(select(BeneficiaryList.id)).all() == []


def test_a_database_that_is_away_leaves_nothing_to_a_worker_that_has_no_list(
    settings: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE)
    nowhere = {**settings, "DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:1/none"}
    done = run(nowhere, file, "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert told["because"] == "database_away"
    assert "Cannot be reached: start it" in told["hint"]
    assert "no list was received" in told["hint"]
    assert "worker" not in done.output
