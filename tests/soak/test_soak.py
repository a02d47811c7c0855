"""A few seeds of `make soak`: whichever process dies, nobody is rung twice, nothing is stuck, no outcome is lost."""

from pathlib import Path

import pytest

from tests.soak.killed_floor import run_plan
from tests.soak.plans import PROCESSES, plan_of


def test_seeds_in_a_row_kill_each_process_once() -> None:
    assert {plan_of(seed).victim for seed in range(len(PROCESSES))} == set(PROCESSES)
    assert plan_of(7) == plan_of(7)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", [8, 10], ids=lambda seed: plan_of(seed).victim)
def test_a_floor_loses_nothing_when_a_process_is_killed(seed: int, tmp_path: Path) -> None:
    found = run_plan(plan_of(seed), tmp_path)
    assert found.wrong == {}, plan_of(seed)
    assert found.calls > 0
