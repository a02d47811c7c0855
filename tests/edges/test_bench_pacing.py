"""`raabta bench pacing` puts our pacing rule beside the known ways, on the same simulated days."""

import json

from click.testing import CliRunner

from workers.bench.timed_pacing import OURS
from workers.commands.bench import bench


def test_our_rule_stands_beside_the_known_policies_with_the_time_of_a_decision() -> None:
    asked = ["pacing", "--pools", "5", "--days", "1", "--hours", "1.1", "--json"]
    run = CliRunner().invoke(bench, asked, catch_exceptions=False)
    pool = json.loads(run.stdout.splitlines()[-1])["pools"]["5"]
    known = {"preview", "progressive", "ratio at 3 %", "VICIdial-like", "Erlang rate", "mean matching"}
    assert known == pool["ratios"].keys()
    assert pool["policies"].keys() == known | set(OURS)
    assert all(0 < row["busy"] < 1 for row in pool["policies"].values())
    assert pool["policies"]["raabta"]["decision_ms"] > 0


def test_floors_must_be_named_by_their_agents() -> None:
    run = CliRunner().invoke(bench, ["pacing", "--pools", "many"])
    assert run.exit_code == 2
    assert "5,50,350" in run.output
