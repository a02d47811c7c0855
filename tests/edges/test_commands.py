"""The `raabta` command: what it offers, what it refuses with a sentence, and what it starts and stops for real."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from campaigns.rules.refusals import Refusal
from campaigns.store.session import Database
from campaigns.users.sign_in import sign_in
from workers.embedded.ports import free_port
from workers.environment import Home
from workers.processes import end_leftovers

RAABTA = (sys.executable, "-m", "workers.main")
PROJECT = Path(__file__).parent.parent.parent


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A home of this test's own, taken away with its database."""
    made = Home(tmp_path / "home")
    yield made
    made.postgres().stop()
    shutil.rmtree(made.servers, ignore_errors=True)


def _environment(home: Home, **settings: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "RAABTA_HOME": str(home.folder), **settings}


def _raabta(home: Home, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*RAABTA, *words], env=_environment(home, **settings), cwd=PROJECT, capture_output=True, text=True, check=False
    )


def test_help_names_every_command(home: Home) -> None:
    shown = _raabta(home, "--help")
    assert shown.returncode == 0
    for name in (
        "account",
        "carrier",
        "check-list",
        "demo",
        "doctor",
        "import-do-not-call",
        "import-list",
        "migrate",
        "robots",
        "run",
        "set-up-floor",
    ):
        assert re.search(rf"^  {name} ", shown.stdout, re.MULTILINE), name


@pytest.mark.parametrize("command", ["run", "migrate"])
def test_a_wrong_setting_stops_the_start_with_a_sentence(home: Home, command: str) -> None:
    refused = _raabta(home, command, DATABASE_URL="mysql://x", CLOCK_SPEED="fast")
    assert refused.returncode == 2
    assert "DATABASE_URL must be an address like postgresql+psycopg://" in refused.stderr
    assert "CLOCK_SPEED must be a number above 0." in refused.stderr
    assert "REDIS_URL is not set" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_full_disk_and_a_home_that_cannot_be_are_said_in_one_sentence(home: Home, tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [*RAABTA, "bench", "--help"]
        shown = subprocess.run(command, env=_environment(home), stdout=full, stderr=subprocess.PIPE, check=False)
    assert (shown.returncode, shown.stderr.count(b"\n")) == (1, 1), shown.stderr
    (tmp_path / "a file").touch()
    shut = _raabta(Home(tmp_path / "a file"), "doctor")
    assert (shut.returncode, shut.stdout) == (1, "")
    assert shut.stderr == f"{tmp_path}/a file/ports.json: Not a directory.\n"


def test_the_doctor_says_what_to_do_where_nothing_runs(home: Home) -> None:
    found = _raabta(home, "doctor")
    assert found.returncode == 1
    said = {line[:11].strip(): line[12:] for line in found.stdout.splitlines()}
    assert list(said) == [
        "settings",
        "database",
        "migrations",
        "redis",
        "carrier",
        "clock",
        "calls in",
        "calls out",
        "signing",
        "totals",
    ]
    assert said["settings"] == "OK"
    assert re.fullmatch(r"OK, accounts are frozen with the public key [0-9a-f]{64}", said["signing"])
    assert all("`raabta run`" in said[name] for name in ("database", "redis", "carrier"))
    counted = _raabta(home, "count-anew")
    assert (counted.returncode, counted.stderr) == (1, f"The database: {said['database']}\n")


def test_the_doctor_finds_a_database_and_a_queue_well(home: Home, database_url: str, redis_url: str) -> None:
    found = _raabta(home, "doctor", DATABASE_URL=database_url, REDIS_URL=redis_url, SECRET_KEY="x" * 40)
    said = dict(line.split(maxsplit=1) for line in found.stdout.splitlines())
    assert [said[name] for name in ("settings", "database", "migrations", "redis")] == ["OK"] * 4
    assert "openssl genpkey" in said["signing"]


def test_the_doctor_reads_wrong_settings_out(home: Home) -> None:
    found = _raabta(home, "doctor", DATABASE_URL="postgresql+psycopg:///x")
    assert found.returncode == 1
    assert "REDIS_URL is not set" in found.stdout


def test_what_runs_is_seen_by_the_doctor_and_stops_without_a_trace(home: Home) -> None:
    with _runs(home, "carrier", "worker", "--workers", "1") as (running, family):
        assert len(family) >= 4  # the watchman, Valkey, the carrier, a worker
        found = _raabta(home, "doctor")
        assert found.returncode == 0, found.stdout
        second = _raabta(home, "run", "carrier")
        assert second.returncode == 1
        assert "already runs here" in second.stderr
        running.send_signal(signal.SIGINT)
        assert running.wait(120) == 0
    _assert_gone(home, family)
    with _runs(home, "carrier") as (running, family):
        database = psutil.Process(home.postgres().process_id())
        running.kill()
    _assert_gone(home, [*family, database])
    assert "database system is shut down" in (home.servers / "postgres.log").read_text().splitlines()[-1]


@contextmanager
def _runs(home: Home, *names: str) -> Iterator[tuple["subprocess.Popen[str]", list[psutil.Process]]]:
    """Start processes for real and hand over who descends from the runner."""
    command = [*RAABTA, "run", *names, "--port", str(port := free_port())]
    with subprocess.Popen(command, env=_environment(home), cwd=PROJECT, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout
            said = running.stdout.readline()
            assert said.startswith(
                f"Raabta runs: carrier{', worker' * ('worker' in names)}. Pages: http://127.0.0.1:{port}. "
            )
            yield running, psutil.Process(running.pid).children(recursive=True)
        finally:
            running.send_signal(signal.SIGINT)


def _assert_gone(home: Home, family: list[psutil.Process]) -> None:
    assert not psutil.wait_procs(family, timeout=60)[1]
    end_leftovers(home.folder)  # waits until the watchman is done
    assert not home.postgres().sockets.exists()
    assert not any(str(home.servers) in " ".join(process.info["cmdline"] or []) for process in _all_processes())


def _all_processes() -> Iterator[psutil.Process]:
    return psutil.process_iter(["cmdline"])


def test_a_floor_is_set_up_from_a_file_and_stays_as_it_is_the_second_time(
    home: Home, database_url: str, redis_url: str, db: Database, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.json"
    person = {"sign_in": "admin", "name": "Anjum Qadri", "role": "admin"}
    floor = {"department_slug": "welfare", "department": "Welfare", "region": "IN", "scheme": "Pension"}
    plan.write_text(json.dumps({**floor, "operator": "Wular", "centre": "Bandipora", "people": [person]}))
    ours = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "SECRET_KEY": "x" * 40}
    for _ in range(2):
        made = _raabta(home, "set-up-floor", str(plan), "--password", "chinar-leaf-7", **ours)
        assert made.returncode == 0, made.stderr
        assert "1 people may sign in (admin)" in made.stdout
    assert not isinstance(sign_in(db, "admin", "chinar-leaf-7", now=datetime(2026, 11, 23, tzinfo=UTC)), Refusal)
    plan.write_text(json.dumps({"people": []}))
    refused = _raabta(home, "set-up-floor", str(plan), "--password", "chinar-leaf-7", **ours)
    assert refused.returncode == 1
    assert "centre, department, department_slug, operator, people, region, scheme missing" in refused.stderr
