"""`raabta import-list`: a file becomes cases at the terminal, or one sentence says why not."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from campaigns.load_areas import load_areas
from campaigns.rules.list_states import ListStatus
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import BeneficiaryList, Case
from tests.given_floor import given_floor
from workers.commands.import_list import import_list

PEOPLE = "Name,Mobile,District\nFata Begum,9419012345,Bandipora\nSara Bano,,Bandipora\nTotal,2,\n"


@pytest.fixture
def settings(db: Database, database_url: str, redis_url: str) -> dict[str, str]:
    load_areas(db)
    with db.transaction(EVERYTHING) as session:
        given_floor(session)
    return {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "SECRET_KEY": "x" * 32}


def run(settings: dict[str, str], file: Path, *more: str, slug: str = "pension") -> Result:
    return CliRunner(env=settings).invoke(import_list, [str(file), "--campaign", slug, *more])


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
    }
    with db.transaction(EVERYTHING) as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 1
    again = run(settings, file)
    assert (again.exit_code, "already in the campaign" in again.output) == (2, True)


@pytest.mark.parametrize(
    ("content", "slug", "says"),
    [
        (PEOPLE, "nothing", "no campaign called nothing"),
        ("", "pension", "empty"),
        ("Name,District\nFata Begum,Bandipora\n", "pension", "No column with phone numbers"),
        ("Name,Mobile\nSara Bano,\nZooni Begum,NA\n", "pension", "nothing to approve"),
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
