"""An update has landed and `raabta migrate` has not run, or ran elsewhere with a newer Raabta: all say so, wait, and go on."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from sqlalchemy import text

from campaigns.store.migrate import migrate
from campaigns.store.other_shapes import NEWEST
from campaigns.store.session import Database, OtherShapeError, why_away
from tests.edges.test_desk import Desk
from tests.given_centre import Centre
from workers import dialler
from workers.servers_away import database_in_words


@pytest.fixture
def stands_at(db: Database) -> Iterator[Callable[[str], None]]:
    """A database whose tables lack a column that this program knows; told which migration it stands at."""
    _change(db, "ALTER TABLE campaigns RENAME COLUMN mode TO dial_mode")
    yield partial(_stand, db)
    _change(db, "ALTER TABLE campaigns RENAME COLUMN dial_mode TO mode")
    _stand(db, NEWEST)


def _stand(db: Database, version: str) -> None:
    _change(db, f"UPDATE alembic_version SET version_num = '{version}'")  # noqa: S608 - a test's own words


def _change(db: Database, statement: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(text(statement))


def test_pages_say_to_whoever_tends_the_server_what_mends_it_and_desks_come_again(
    centre: Centre, desk: Desk, stands_at: Callable[[str], None]
) -> None:
    stands_at("0001")
    page = desk.browser.get("/desk/start", headers={"Accept-Language": "en"})
    assert page.status_code == 503
    assert "the database is older than this program. Run “raabta migrate”." in page.text
    assert desk.do("ready").status_code == 503  # kept in her browser, and sent again
    stands_at("9999")
    assert "the database is newer than this program." in desk.browser.get("/desk/start").text
    stands_at(NEWEST)
    assert desk.browser.get("/desk/start").status_code == 500  # then it is a mistake of ours


def test_dialler_and_hooks_wait_as_for_a_database_that_is_away(
    centre: Centre, desk: Desk, stands_at: Callable[[str], None]
) -> None:
    house = centre.app.extensions["house"]
    stands_at("0001")
    with pytest.raises(OtherShapeError) as trouble:
        dialler.tick(house)
    assert why_away(trouble.value) == "the database is older than this program: run `raabta migrate`"
    assert (
        database_in_words(trouble.value, centre.settings)
        == "The database is older than this program: run `raabta migrate`."
    )


def test_a_database_that_a_newer_raabta_has_migrated_is_left_as_it_is(
    centre: Centre, stands_at: Callable[[str], None]
) -> None:
    stands_at("9999")
    with pytest.raises(OtherShapeError) as trouble:
        migrate(centre.settings.database_url)
    assert database_in_words(trouble.value, centre.settings) == (
        "The database is newer than this program: update Raabta on this machine and start it again."
    )
