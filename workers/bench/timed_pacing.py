"""Dials simulated days with our pacing rule and with the known ways, and sets the figures side by side.

The simulated floor is the harness in tests/pacing, so this needs the source tree. Each policy meets the same days.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

HARNESS: Final = Path(__file__).parents[2] / "tests" / "pacing"
OURS: Final = ("raabta", "raabta + script", "raabta + script + history", "raabta + nearly done")
WITHIN_MS: Final = 5.0  # a decision at 350 agents


@dataclass(frozen=True)
class Days:
    """What is simulated."""

    pools: tuple[int, ...]
    days: int
    hours: float
    cap: float


def time_pacing(days: Days) -> dict[str, Any]:
    """Run every policy at every pool size and return what `raabta bench pacing` prints."""
    rows = list(_rows(days))
    goals = json.loads((HARNESS / "goals.json").read_text()).get(f"{days.cap:g}", {})
    pools = {str(agents): _beside(rows, agents, goals.get(str(agents))) for agents in days.pools}
    return {"cap": days.cap, "days": days.days, "hours": days.hours, "pools": pools}


def _rows(days: Days) -> Iterator[dict[str, Any]]:
    """Let the harness run, a line for each policy."""
    if not HARNESS.is_dir():
        raise FileNotFoundError(f"the simulated floor is not here: {HARNESS}; run this from the source tree")
    asked = {"--cap": days.cap, "--pools": ",".join(map(str, days.pools)), "--days": days.days, "--hours": days.hours}
    options = [str(each) for pair in asked.items() for each in pair]
    command = [sys.executable, str(HARNESS / "beside.py"), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as harness:  # noqa: S603 (our own file)
        try:
            yield from map(json.loads, harness.stdout or ())
        finally:
            harness.terminate()
    if harness.returncode > 0:
        raise ChildProcessError(f"the simulated floor ended with {harness.returncode}")


def _beside(rows: list[dict[str, Any]], agents: int, goal: float | None) -> dict[str, Any]:
    """Return one pool's figures: every policy, and ours over them."""
    found = {row["policy"]: _rounded(row) for row in rows if row["agents"] == agents}
    ours = found["raabta"]
    told: dict[str, Any] = {
        "policies": found,
        "ratios": {name: round(ours["busy"] / each["busy"], 3) for name, each in found.items() if name not in OURS},
        "decision_within_5_ms": ours["decision_p99_ms"] <= WITHIN_MS,
    }
    return told if goal is None else told | {"goal": goal, "over_goal": round(ours["busy"] - goal, 4)}


def _rounded(row: dict[str, Any]) -> dict[str, float]:
    return {name: round(each, 4) for name, each in row.items() if name not in ("policy", "agents")}
