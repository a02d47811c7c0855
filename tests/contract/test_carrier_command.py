"""`raabta carrier` as a process of its own: starts from the settings alone and stops at once when told to."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from workers.carrier.log import facts
from workers.embedded.ports import free_port

SETTINGS = {
    "DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:9/none",  # the carrier opens no database
    "REDIS_URL": "redis://127.0.0.1:9/0",
    "SECRET_KEY": "0" * 32,
}


@pytest.fixture
def run_carrier(tmp_path: Path) -> Iterator[Callable[..., tuple["subprocess.Popen[str]", str]]]:
    """Starts carriers and waits until they answer."""
    running: list[subprocess.Popen[str]] = []

    def run(*options: str) -> tuple["subprocess.Popen[str]", str]:
        port = str(free_port())
        command = (sys.executable, "-m", "workers.main", "carrier", "--port", port, *options)
        environment = os.environ | SETTINGS | {"RAABTA_HOME": str(tmp_path / "home")}
        process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        running.append(process)
        return process, f"http://127.0.0.1:{port}"

    yield run
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=120)


def patiently() -> requests.Session:
    """Return a session that tries again until somebody listens."""
    session = requests.Session()
    session.trust_env = False
    session.mount(
        "http://", HTTPAdapter(max_retries=Retry(total=None, connect=240, backoff_factor=0.1, backoff_max=0.5))
    )
    return session


def test_it_serves_keeps_a_log_and_ends_at_once(
    run_carrier: Callable[..., tuple["subprocess.Popen[str]", str]], tmp_path: Path
) -> None:
    log = tmp_path / "carrier.jsonl"
    process, url = run_carrier("--seed", "9", "--speed", "20", "--faults", "--log", str(log))
    with patiently() as session:
        state = session.get(f"{url}/sandbox/state", timeout=120).json()
    assert (state["seed"], state["speed"], state["faults"]["doubled"]) == (9, 20.0, 0.1)
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=120)
    assert [fact["fact"] for fact in facts(log)] == ["started", "stopped"]


def test_wrong_faults_are_refused_with_what_they_should_be(
    run_carrier: Callable[..., tuple["subprocess.Popen[str]", str]],
) -> None:
    process, _ = run_carrier("--faults", '{"lst": 0.1}')
    _, said = process.communicate(timeout=120)
    assert process.returncode == 2
    assert "There is no fault 'lst'" in said
