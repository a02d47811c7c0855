"""Who imports a list in a terminal sees how far it is."""

import io
from pathlib import Path

from redis import Redis
from rich.console import Console

from campaigns.house import House
from campaigns.load_areas import load_areas
from campaigns.store.session import EVERYTHING, Database
from campaigns.telephony.twilio_calls import TwilioCalls
from config import Settings
from tests.given_floor import given_floor
from tests.given_list import imported, upload
from workers.import_progress import import_progress


def test_a_terminal_shows_the_rows_and_a_log_shows_nothing(
    db: Database, database_url: str, redis: Redis, tmp_path: Path
) -> None:
    load_areas(db)
    with db.transaction(EVERYTHING) as session:
        floor = given_floor(session)
    list_id = imported(db, floor, upload(tmp_path))
    settings = Settings(database_url=database_url, redis_url="redis://127.0.0.1:1/0", secret_key="x" * 32)
    house = House(settings, db, redis, TwilioCalls(settings))
    shown, written = io.StringIO(), io.StringIO()
    with import_progress(house, list_id, Console(file=shown, force_terminal=True, width=80)):
        pass
    with import_progress(house, list_id, Console(file=written)):
        pass
    assert "10 rows" in shown.getvalue()
    assert written.getvalue() == ""
