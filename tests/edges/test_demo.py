"""The demo as a newcomer meets it, and the rehearsals: nothing dialled twice, nothing stuck, nothing left behind."""

import json
import os
import shutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psutil
import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DBAPIError

from campaigns.store.bells import NoBells
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Call
from tests.flows.counted_figures import assert_figures_agree
from workers.demo.people import DEMO_PASSWORD
from workers.demo.sample_list import write_sample_list
from workers.embedded.ports import free_port
from workers.environment import DATABASE, Home

PROJECT = Path(__file__).parent.parent.parent
RAABTA = (sys.executable, "-m", "workers.main", "demo")
ROBOTS = 12
OPEN_ENDS = "SELECT (SELECT count(*) FROM calls WHERE status <> 'ended'), (SELECT count(*) FROM campaigns)"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A home of this test's own, taken away with its database."""
    made = Home(tmp_path / "home")
    yield made
    made.postgres().stop()
    shutil.rmtree(made.servers, ignore_errors=True)


def _environment(home: Home) -> dict[str, str]:
    return {**os.environ, "RAABTA_HOME": str(home.folder)}


def _family(demo: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(demo.pid).children(recursive=True)


def _watch_until_called(home: Home, people: Path, port: int) -> tuple[list[str], list[psutil.Process]]:
    """Run the demo until somebody has answered, then press Ctrl-C; return what it showed and what had run."""
    command = [*RAABTA, "--list", str(people), "--agents", "3", "--speed", "10", "--port", str(port)]
    shown: list[str] = []
    with subprocess.Popen(command, env=_environment(home), cwd=PROJECT, stdout=subprocess.PIPE, text=True) as demo:
        assert demo.stdout
        for line in demo.stdout:
            shown.append(line)
            if " answered " in line and " answered 0 " not in line:
                break
        family = _family(demo)
        demo.send_signal(signal.SIGINT)
        demo.stdout.read()
        assert demo.wait(120) == 0, "".join(shown)
    return shown, family


@pytest.mark.timeout(900)
def test_a_demo_shows_the_way_in_stops_without_a_trace_and_goes_on_the_next_time(home: Home, tmp_path: Path) -> None:
    people, port = tmp_path / "people.xlsx", free_port()
    write_sample_list(people, 60)
    for run in (1, 2):
        shown, family = _watch_until_called(home, people, port)
        page = "".join(shown)
        assert f"http://127.0.0.1:{port}" in page
        for sign_in in ("agent12", "officer", "supervisor"):
            assert sign_in in page
        assert DEMO_PASSWORD in page
        assert ("Reading people.xlsx" in page) is (run == 1)
        assert len(family) >= 9
        assert not psutil.wait_procs(family, timeout=60)[1]
        assert _open_ends(home) == (0, 1)


def _open_ends(home: Home) -> tuple[int, ...]:
    """Count what a stop must not leave open, and the campaigns, of which there is one however often it starts."""
    server = home.postgres()
    server.start()
    engine = create_engine(server.url(DATABASE))
    with engine.connect() as connection:
        counted = tuple(connection.execute(text(OPEN_ENDS)).one())
    engine.dispose()
    server.stop()
    return counted


def _rehearse(home: Home, *words: str) -> dict[str, Any]:
    command = [*RAABTA, "--headless", "--json", "--agents", str(ROBOTS), "--speed", "10", "--seed", "7", *words]
    done = subprocess.run(command, env=_environment(home), cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    reckoning: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert list((home.folder / "rehearsals").iterdir()) == []
    return reckoning


def _assert_in_order(home: Home, found: dict[str, Any]) -> None:
    logs = home.folder / "last-rehearsal"
    in_order = {"double_dials": 0, "stuck_calls": 0, "account_balanced": True, "tiers_agree": True, "errors": 0}
    assert {name: found[name] for name in in_order} == in_order, (found, sorted(logs.iterdir()))
    assert found["calls"] > 2 * ROBOTS
    assert found["agents_with_calls"] == ROBOTS
    assert found["rows"] == found["accepted"] + found["rejected"] + found["ignored"]
    assert sum(found["outcomes"].values()) <= found["calls"]


@pytest.mark.timeout(900)
def test_a_predictive_floor_with_a_misbehaving_network_and_killed_processes_doubles_nothing_and_leaves_nothing_stuck(
    home: Home, tmp_path: Path
) -> None:
    certificate = tmp_path / "account.jsonl"
    killed = ("worker-1", "dialler", "hooks", "valkey")
    kills = [word for name in killed for word in ("--kill", name)]
    asked = ("--minutes", "0.6", "--mode", "predictive", "--faults", *kills, "--account", str(certificate))
    with _figures_watched(home) as agreed:
        found = _rehearse(home, *asked)
    assert agreed.count(True) >= 2, "floor, account and the plain SQL file were compared while robots worked"
    assert False not in agreed
    assert {name: found["restarts"].get(name, 0) for name in killed} == dict.fromkeys(killed, 1)
    _assert_in_order(home, found)
    assert (found["mode"], found["decided"]["intended_ahead"] > ROBOTS) == ("predictive", True)
    assert 0 < found["busy_share"] <= 1, "how busy pacing keeps them, the played floors hold"
    said = _verified(home, certificate)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "the public key of this project's own settings" in said.stdout
    assert f"All {found['rows']} rows and all totals are as they were signed." in said.stdout
    lines = certificate.read_bytes().splitlines(keepends=True)
    certificate.write_bytes(b"".join(lines[:5] + lines[6:]))
    assert "Row number 5 is missing" in _verified(home, certificate).stdout


@contextmanager
def _figures_watched(home: Home) -> Iterator[list[bool]]:
    """Hold the figures of the running floor against each other, again and again until the block ends."""
    agreed: list[bool] = []
    over = Event()

    def watch() -> None:
        while not over.wait(5):
            with suppress(DBAPIError, StopIteration, FileNotFoundError):  # not there yet, or gone
                server = Home(next((home.folder / "rehearsals").iterdir())).postgres()
                with closing(Database(server.url(DATABASE), NoBells(), pool_size=1)) as db:
                    agreed.extend(_compared(db))

    watching = Thread(target=watch)
    watching.start()
    try:
        yield agreed
    finally:
        over.set()
        watching.join()


def _compared(db: Database) -> Iterator[bool]:
    with db.transaction(EVERYTHING) as session:
        answered = select(Call).where(Call.answered_at.is_not(None)).order_by(Call.intended_at.desc())
        newest = session.scalars(answered.limit(1)).first()
    if newest is not None:
        try:
            assert_figures_agree(db, newest.campaign_id, now=newest.intended_at)
        except AssertionError:
            traceback.print_exc()
            yield False
        else:
            yield True


def _verified(home: Home, certificate: Path) -> subprocess.CompletedProcess[str]:
    command = [*RAABTA[:-1], "verify-account", str(certificate)]
    return subprocess.run(command, env=_environment(home), cwd=PROJECT, capture_output=True, text=True, check=False)
