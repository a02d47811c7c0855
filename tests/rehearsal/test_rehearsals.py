"""The whole floor under fault and SIGKILL: nobody rung twice, nothing stuck, every row accounted for."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parent.parent.parent
VICTIMS = ("worker-1", "dialler", "hooks", "valkey")
PATIENCE = 400  # wall seconds; only a hang takes so long


def rehearse(*options: str) -> dict[str, Any]:
    """Run the command as anyone would and return what its last line says."""
    command = [sys.executable, "-m", "workers.main", "demo", "--headless", "--json", *options]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    reckoning = json.loads(done.stdout.splitlines()[-1])
    assert isinstance(reckoning, dict)
    return reckoning


def holds(reckoning: dict[str, Any], *, agents: int) -> None:
    """The three promises, on a floor that really worked."""
    assert reckoning["calls"] >= agents * 2
    assert reckoning["talked"] > 0
    assert reckoning["agents_with_calls"] == agents
    assert reckoning["double_dials"] == 0
    assert reckoning["stuck_calls"] == 0
    assert reckoning["account_balanced"] is True
    assert reckoning["errors"] == 0


@pytest.mark.timeout(PATIENCE)
def test_a_network_that_doubles_loses_and_shuffles_what_it_tells() -> None:
    reckoning = rehearse("--agents", "6", "--minutes", "0.5", "--speed", "15", "--seed", "7", "--faults")
    holds(reckoning, agents=6)


@pytest.mark.timeout(PATIENCE)
def test_a_worker_the_dialler_the_hooks_and_the_queue_server_are_killed_one_after_the_other() -> None:
    kills = [option for victim in VICTIMS for option in ("--kill", victim)]
    reckoning = rehearse("--agents", "6", "--minutes", "0.7", "--speed", "15", "--seed", "9", *kills)
    holds(reckoning, agents=6)
    assert set(VICTIMS) <= set(reckoning["restarts"])
