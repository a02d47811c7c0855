"""A seed of `make soak` (test_demo kills workers, dialler, hooks and Valkey): the database dies, and nobody is rung twice, nothing is stuck, no outcome is lost."""

from pathlib import Path

import pytest

from tests.soak.killed_floor import run_plan
from tests.soak.plans import PROCESSES, plan_of


def test_seeds_in_a_row_kill_each_process_once() -> None:
    assert {plan_of(seed).victim for seed in range(len(PROCESSES))} == set(PROCESSES)
    assert plan_of(7) == plan_of(7)


@pytest.mark.timeout(900)
def test_a_floor_loses_nothing_when_its_database_is_killed(tmp_path: Path) -> None:
    plan = plan_of(8)
    assert plan.victim == "postgresql"
    found = run_plan(plan, tmp_path)
    assert found.wrong == {}, plan
    assert found.calls > 0
