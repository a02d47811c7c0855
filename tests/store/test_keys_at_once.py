"""Keys that are checked once a statement hold as any foreign key does."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from campaigns.store.keys_at_once import KEYS_AT_ONCE, Key
from campaigns.store.session import EVERYTHING, Database
from tests.given_floor import given_floor
from tests.given_list import approved, imported, upload

EACH_KEY = pytest.mark.parametrize("key", KEYS_AT_ONCE, ids=lambda key: key.name)


@pytest.fixture
def _people(areas: None, db: Database, tmp_path: Path) -> None:
    with db.transaction(EVERYTHING) as session:
        floor = given_floor(session)
        given_floor(session, slug="housing")
    assert approved(db, floor, imported(db, floor, upload(tmp_path))) > 0


@EACH_KEY
@pytest.mark.usefixtures("_people")
def test_a_new_row_without_a_parent_is_refused(db: Database, key: Key) -> None:
    copied = f"SELECT (jsonb_populate_record(one, CAST(:new AS jsonb))).* FROM {key.table} one LIMIT 1"  # noqa: S608
    new = {"id": str(uuid4()), "position": 99, "campaign_id": _campaign_without_cases(db)} | _strange(key)
    with pytest.raises(IntegrityError, match=f"{key.name}_arrived"):
        _run(db, f"INSERT INTO {key.table} {copied}", {"new": json.dumps(new)})


@EACH_KEY
@pytest.mark.usefixtures("_people")
def test_a_row_is_not_given_to_a_parent_that_is_not_there(db: Database, key: Key) -> None:
    values = _strange(key)
    changed = ", ".join(f"{column} = :{column}" for column in values)
    one = f"ctid = (SELECT min(ctid) FROM {key.table})"  # noqa: S608
    with pytest.raises(IntegrityError, match=f"{key.name}_changed"):
        _run(db, f"UPDATE {key.table} SET {changed} WHERE {one}", values)  # noqa: S608


@EACH_KEY
@pytest.mark.usefixtures("_people")
def test_a_parent_that_still_has_rows_stays(db: Database, key: Key) -> None:
    with pytest.raises(IntegrityError):
        _run(db, f"DELETE FROM {key.parent}", {})  # noqa: S608


def _run(db: Database, statement: str, values: dict[str, object]) -> None:
    with db.transaction(EVERYTHING) as session:
        session.execute(text(statement), values)


def _campaign_without_cases(db: Database) -> str:
    with db.transaction(EVERYTHING) as session:
        return str(session.scalar(text("SELECT id FROM campaigns WHERE id NOT IN (SELECT campaign_id FROM cases)")))


def _strange(key: Key) -> dict[str, object]:
    return {column: {"list_row": 999, "area_id": "nowhere"}.get(column, str(uuid4())) for column in key.columns}
