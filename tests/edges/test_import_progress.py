"""Who imports a list in a terminal or on a page sees how far it is."""

import io
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from redis import Redis
from rich.console import Console
from rq import Queue, Worker
from rq.worker import WorkerStatus

from agent_ui.app import create_app
from campaigns.house import House
from campaigns.rules.list_states import ListEvent
from campaigns.rules.roles import Role
from campaigns.store.lists.list_files import alone_with_list
from campaigns.store.lists.lists import lock_list, move_list
from campaigns.store.session import EVERYTHING, Database
from campaigns.telephony.twilio_calls import TwilioCalls
from config import Settings
from tests.edges.test_lists_pages import Officer
from tests.given_centre import HASH, from_now_on
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import imported, mapped, upload
from workers.import_progress import shown_import


@pytest.fixture
def floor(areas: None, db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        floor = given_floor(session)
        floor.user(session, "nadia", Role.OFFICER, password_hash=HASH)
        return floor


def shown(house: House, list_id: object, *, terminal: bool) -> str:
    written = io.StringIO()
    with shown_import(house, list_id, Console(file=written, force_terminal=terminal, width=120)):  # type: ignore[arg-type]
        pass
    return written.getvalue()


def test_a_terminal_shows_the_rows_and_a_log_shows_nothing(
    db: Database, database_url: str, redis: Redis, floor: Floor, tmp_path: Path
) -> None:
    list_id = imported(db, floor, upload(tmp_path))
    settings = Settings(database_url=database_url, redis_url="redis://127.0.0.1:1/0", secret_key="x" * 32)
    house = House(settings, db, redis, TwilioCalls(settings))
    assert "10 rows" in shown(house, list_id, terminal=True)
    assert shown(house, list_id, terminal=False) == ""


def test_a_running_import_shows_share_rows_speed_and_time_left(
    db: Database, database_url: str, redis_url: str, redis: Redis, floor: Floor, tmp_path: Path
) -> None:
    list_id = mapped(db, floor, upload(tmp_path))
    with db.transaction(EVERYTHING) as session:
        running = lock_list(session, list_id)
        assert running is not None
        move_list(session, running, ListEvent.START_IMPORT, user_id=None, at=NOW - timedelta(seconds=20))
        running.rows_read, running.rows_expected = 25_000, 100_000
    settings = from_now_on(database_url, redis_url)
    house = House(settings, db, redis, TwilioCalls(settings))
    told = shown(house, list_id, terminal=True)
    for words in ("25%", "25,000 rows", "a second", "0:01:00 left"):
        assert words in told
    with alone_with_list(db, list_id):
        page = Officer(create_app(settings, built=house), "nadia").get(f"/lists/{list_id}/progress").text
    for words in ("25,000 of about 1,00,000 rows", "25%", "rows a second", "01:0", "<progress"):
        assert words in page


@pytest.mark.parametrize("begun", [False, True])
def test_a_list_that_nobody_reads_says_since_when_and_whether_a_worker_is_there(
    begun: bool, db: Database, database_url: str, redis_url: str, redis: Redis, floor: Floor, tmp_path: Path
) -> None:
    list_id = mapped(db, floor, upload(tmp_path))
    if begun:
        with db.transaction(EVERYTHING) as session:
            running = lock_list(session, list_id)
            assert running is not None
            move_list(session, running, ListEvent.START_IMPORT, user_id=None, at=NOW)
    settings = replace(from_now_on(database_url, redis_url), clock_start=NOW + timedelta(minutes=1))
    house = House(settings, db, redis, TwilioCalls(settings))
    officer, address = Officer(create_app(settings, built=house), "nadia"), f"/lists/{list_id}/progress"
    nobody, others = "the part of Raabta that reads lists is not running", "other lists come first"
    assert nobody in officer.get(address).text
    assert re.search(r"(Waiting since|Reading began on) [^:]*11:30", officer.get(address).text)
    with alone_with_list(db, list_id):
        assert nobody not in officer.get(address).text
    worker = Worker([Queue("ingest", connection=redis)], connection=redis)
    worker.register_birth()
    assert nobody in officer.get(address).text, "idle beside a job that waits: it died"
    worker.set_state(WorkerStatus.BUSY)
    assert others in officer.get(address).text
    worker.register_death()
