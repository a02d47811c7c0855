"""The bench makes the list that it says, and measures a whole import."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from workers.bench.first_seconds import first_seconds
from workers.bench.long_list import long_list
from workers.bench.timed_claim import time_claims
from workers.bench.timed_dial import time_dial
from workers.bench.timed_mend import time_mends
from workers.bench.timed_pages import time_pages
from workers.bench.timed_tiers import time_tiers
from workers.carrier.log import read_log
from workers.commands.bench import bench
from workers.demo.rehearsal import FAST


def measured(*asked: str) -> dict[str, Any]:
    """What `raabta bench` prints as JSON."""
    run = CliRunner().invoke(bench, [*asked, "--json"], catch_exceptions=False)
    assert run.exit_code == 0, run.output
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def test_a_long_list_has_exactly_the_rows_asked_for_and_is_the_same_each_time() -> None:
    first = list(long_list(1_234))
    assert len(first) == 1_234
    assert first == list(long_list(1_234))
    assert len({row[8] for row in first[5:-2] if row[8]}) > 700, "numbers are people's own, but for a household's"


def test_an_import_is_measured_from_file_to_committed_cases() -> None:
    found = measured("import", "--rows", "600")
    assert found["rows"] == 600
    assert 0 < found["cases"] <= found["accepted"] < 600
    assert min(found["rows_per_second"], found["copy_rows_per_second"], found["ratio"], found["peak_mib"]) > 0
    assert {"receive", "import", "people", "cases"} <= found["phases"].keys()


def test_the_import_of_a_workbook_is_measured_too() -> None:
    found = measured("import", "--rows", "300", "--kind", "xlsx")
    assert (found["rows"], found["cases"] > 0) == (300, True)
    assert 0 < found["seconds_to_problems"] <= found["seconds"]


def test_an_account_is_drawn_frozen_and_checked_beside_a_bare_copy() -> None:
    found = measured("account", "--rows", "2000")
    assert (found["rows"], found["findings"]) == (2000, 0)
    figures = ("ratio", "rows_per_second", "peak_mib", "freeze_seconds", "verify_seconds")
    assert all(found[figure] > 0 for figure in figures)


def test_single_mends_are_measured_through_the_pages() -> None:
    found = time_mends(1_000, times=6, options=FAST)
    assert (found["rows"], found["changes"]) == (1_000, 6)
    for change in ("edit", "equal_values", "undo", "bare_update"):
        assert 0 < found[change]["p50_ms"] <= found[change]["p95_ms"]
    assert found["p95_ms"] >= found["edit"]["p95_ms"]
    assert found["ratio"] > 0


def test_looks_at_a_busy_floor_are_timed_with_their_decisions() -> None:
    found = measured("floor", "--agents", "24", "--live", "60")
    assert (found["agents"], found["live"]) == (24, 60)
    assert min(found["decision"]["p50_ms"], found["look"]["p50_ms"]) > 0


def test_a_claim_goes_through_a_queue_by_its_indexes_alone() -> None:
    found = time_claims(4_000, few=2_000, times=20)
    assert 0 < found["p50_ms"] <= found["p95_ms"]
    long = found["at"][4_000]
    assert (long["claimed"], long["held"] > 0) == (30 * 20, True)
    assert any(step.startswith("Index Scan cases ix_cases_due") for step in long["plan"])
    assert not {step for step in long["plan"] if step.startswith(("Seq Scan cases", "Seq Scan calls"))}


def test_who_waited_for_an_agent_is_timed_apart_and_who_found_nobody_is_counted(tmp_path: Path) -> None:
    ten = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
    joins, waits, told = ("joined", {"room": "desk"}), ("played", {"verb": "Pause"}), ("played", {"verb": "Say"})
    lives = {"CA1": [joins], "CA2": [waits, joins], "CA3": [waits, told], "CA4": []}  # the last hung up at once
    begin = [("placed", {"to": "+91", "from": "+91", "agent": False}), ("answered", {})]
    lines = [
        {"n": 1, "at": ten.isoformat(), "fact": fact, "call": sid, **more}
        for sid, life in lives.items()
        for fact, more in [*begin, *life]
    ]
    log = tmp_path / "carrier.jsonl"
    log.write_text("".join(json.dumps(line) + "\n" for line in lines))
    seen = {sid: ten + timedelta(milliseconds=after) for sid, after in (("CA1", 90), ("CA2", 1100))}
    found = first_seconds(log, read_log(log), seen).told()
    assert found["to_screen"] == {"number": 2, "p50_ms": 1100.0, "p95_ms": 1100.0}
    assert found["to_screen_agent_ready"] == {"number": 1, "p50_ms": 90.0, "p95_ms": 90.0}
    assert (found["to_screen_waited"]["p50_ms"], found["found_nobody"]) == (1100.0, 1)


@pytest.mark.timeout(900)
def test_a_floor_dials_in_real_time_and_workers_place_calls_beside_empty_jobs() -> None:
    found = time_dial(3, 0.05, 8.0, crowds=(2,), options=FAST)
    floor = found["floor"]
    assert (found["agents"], found["speed"]) == (3, 8.0), "figures say for what they were taken"
    assert (floor["doubles"], floor["stuck"], floor["calls"] > 0) == (0, 0, True)
    assert {"web", "hooks", "dialler", "worker-1", "carrier", "robots", "postgresql"} <= floor["cpu_seconds_of"].keys()
    assert min(floor["mib_of"].values()) > 0
    told_apart = floor["to_screen_agent_ready"]["number"] + floor["to_screen_waited"]["number"]
    assert (floor["to_screen"]["number"], floor["warm_up_seconds"]) == (told_apart, 2.0)
    (crowd,) = found["saturation"]
    assert crowd["workers"] == 2
    assert min(crowd["placed_a_second"], crowd["empty_jobs_a_second"], crowd["ratio"]) > 0


def test_a_rehearsal_is_timed_beside_its_bare_events() -> None:
    asked = ["rehearsal", "--people", "300", "--agents", "5", "--days", "3", "--json"]
    # In a process of its own: the memory of the tests before it is not its own.
    alone = [sys.executable, "-m", "workers.main", "bench", *asked]
    found = subprocess.run(alone, capture_output=True, text=True, check=True)
    told = json.loads(found.stdout.splitlines()[-1])
    assert told["calls"] > 300
    assert told["ratio"] > 1
    assert 0 < told["peak_mib"] < 512


def test_tiers_of_a_campaign_are_drawn_beside_a_count_by_hand() -> None:
    found = time_tiers(2_000, times=6)
    assert 0 < found["p50_ms"] <= found["p95_ms"]
    assert found["by_hand_ms"] > 0
    assert found["change_ms"] > 0
    assert found["counted_wrong"] == 0


def test_every_page_of_an_office_of_many_people_is_opened_and_timed() -> None:
    found = time_pages(1_000, times=1, options=FAST)
    assert {"account", "case", "find a person: scheme's id", "report: block", "floor: nation"} <= found["pages"].keys()
    assert all(0 < took["p50_ms"] <= took["p95_ms"] for took in found["pages"].values())
    assert found["over"] == [name for name, took in found["pages"].items() if took["p95_ms"] > found["goal_ms"]]
