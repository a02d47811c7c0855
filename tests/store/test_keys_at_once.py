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
def _people(db: Database, tmp_path: Path) -> None:
    with db.transaction(EVERYTHING) as session:
        floor = given_floor(session)
    assert approved(db, floor, imported(db, floor, upload(tmp_path))) > 0


@EACH_KEY
@pytest.mark.usefixtures("_people")
def test_a_new_row_without_a_parent_is_refused(db: Database, key: Key) -> None:
    strange = json.dumps(_strange(key) | {"id": str(uuid4()), "position": 99})
    copied = f"SELECT (jsonb_populate_record(one, CAST(:strange AS jsonb))).* FROM {key.table} one LIMIT 1"
    with pytest.raises(IntegrityError, match=f"{key.name}_arrived"), db.transaction(EVERYTHING) as session:
        session.execute(text(f"INSERT INTO {key.table} {copied}"), {"strange": strange})


@EACH_KEY
@pytest.mark.usefixtures("_people")
def test_a_row_is_not_given_to_a_parent_that_is_not_there(db: Database, key: Key) -> None:
    values = _strange(key)
    changed = ", ".join(f"{column} = :{column}" for column in values)
    with pytest.raises(IntegrityError, match=f"{key.name}_changed"), db.transaction(EVERYTHING) as session:
        session.execute(text(f"UPDATE {key.table} SET {changed}"), values)


@EACH_KEY
@pytest.mark.usefixtures("_people")
def test_a_parent_that_still_has_rows_stays(db: Database, key: Key) -> None:
    with pytest.raises(IntegrityError), db.transaction(EVERYTHING) as session:
        session.execute(text(f"DELETE FROM {key.parent}"))


def _strange(key: Key) -> dict[str, object]:
    return {column: {"list_row": 999, "area_id": "nowhere"}.get(column, str(uuid4())) for column in key.columns}
