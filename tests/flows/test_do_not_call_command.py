"""`raabta import-do-not-call`: a file of numbers is silenced at the terminal, or one sentence says why not."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from campaigns.rules.do_not_call_states import FileStatus
from campaigns.store.people.opt_outs import number_is_silenced
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import DoNotCallFile, DoNotCallNumber
from tests.given_floor import Floor, given_floor
from workers.commands.import_do_not_call import import_do_not_call

NUMBER = "+919419012345"
FILE = "Mobile\n9419012345\n7006123450\n9419\n"


@pytest.fixture
def floor(db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


@pytest.fixture
def settings(floor: Floor, database_url: str, redis_url: str) -> dict[str, str]:
    assert floor
    return {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "SECRET_KEY": "x" * 32}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "dnc.csv"
    path.write_text(FILE)
    return path


def run(settings: dict[str, str], file: Path, *more: str, slug: str = "pension") -> Result:
    named = [str(file), "--department", slug, "--as-of", "2020-11-01", *more]
    return CliRunner(env=settings).invoke(import_do_not_call, named)


def told(done: Result) -> dict[str, Any]:
    assert done.exit_code == 0, done.output
    return dict(json.loads(done.stdout.splitlines()[-1]))


def silenced(db: Database, floor: Floor) -> bool:
    with db.transaction(EVERYTHING) as session:
        return number_is_silenced(session, NUMBER, floor.department.id, floor.campaign.scheme_id)


def test_a_file_is_taken_at_the_terminal(db: Database, floor: Floor, settings: dict[str, str], file: Path) -> None:
    done = told(run(settings, file, "--json"))
    assert (done["numbers"], done["already"], done["not_valid"], done["not_valid_rows"]) == (2, 0, 1, [4])
    assert done["taken"]
    assert silenced(db, floor)
    again = run(settings, file, "--scope", "scheme", "--scheme", "Old-age pension")
    assert "2 numbers, as of 2020-11-01: 2 of them were silenced before." in again.stdout
    assert "1 rows hold no valid number: 4." in again.stdout


def test_a_dry_run_counts_and_silences_nobody(db: Database, floor: Floor, settings: dict[str, str], file: Path) -> None:
    done = run(settings, file, "--dry-run")
    assert "Nothing was changed." in done.stdout
    assert not silenced(db, floor)
    with db.transaction(EVERYTHING) as session:
        assert session.scalars(select(DoNotCallNumber)).all() == []


def test_a_newer_file_replaces_the_older_one_where_asked(
    db: Database, floor: Floor, settings: dict[str, str], file: Path
) -> None:
    run(settings, file)
    file.write_text("Mobile\n7006123450\n")
    done = told(run(settings, file, "--replace", "--json"))
    assert (done["older_files"], done["only_in_older_files"]) == (1, 1)
    assert not silenced(db, floor)
    with db.transaction(EVERYTHING) as session:
        statuses = session.scalars(select(DoNotCallFile.status)).all()
        assert sorted(statuses) == [FileStatus.ENDED, FileStatus.STANDING]


@pytest.mark.parametrize(
    ("more", "slug", "because"),
    [
        (("--scope", "scheme"), "pension", "scheme_missing"),
        (("--scope", "scheme", "--scheme", "Loans"), "pension", "scheme_unknown"),
        ((), "nowhere", "department_unknown"),
    ],
)
def test_what_cannot_be_taken_is_said_in_one_sentence(
    settings: dict[str, str], file: Path, more: tuple[str, ...], slug: str, because: str
) -> None:
    done = run(settings, file, *more, "--json", slug=slug)
    assert done.exit_code == 2
    assert json.loads(done.stdout.splitlines()[0])["because"] == because


def test_a_file_without_numbers_says_so(settings: dict[str, str], file: Path) -> None:
    file.write_text("Name,Village\nFata,Hajin\nRaja,Sumbal\n")
    done = run(settings, file)
    assert (done.exit_code, "No column with phone numbers" in done.stderr) == (2, True)
