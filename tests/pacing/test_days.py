"""Short simulated days of a call centre, dialled by our rule through the adapter."""

import pytest

from tests.pacing.adapter import Raabta
from tests.pacing.sim import Cfg, Sim

HOURS = 1.05


class Progressive:
    """One call for each ready agent."""

    def decide(self, state) -> int:
        return max(0, state.n_idle - state.in_flight)


def short_day(agents: int, policy, *, seed: int = 1, **world) -> dict:
    return Sim(Cfg(n_agents=agents, seed=seed, day=HOURS * 3600, breaks=False, **world), policy).run()


WORLDS = {
    "a usual day": {},
    "a third of the agents walk out": {"surge": 0.3, "surge_t": 2400.0},
    "the carrier grows 4 s slower": {"extra_pdd": 4.0, "pdd_t": 1800.0},
    "machines are taken for people": {"machine": 0.15},
    "few answer": {"p_fixed": 0.10},
    "talks are short": {"talk_mean": 60.0, "wrap_mean": 10.0},
    "some are known to answer and some not": {"p_mult": ((0.36, 1 / 3), (0.92, 1 / 3), (1.72, 1 / 3))},
}


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS.keys())
def test_whatever_the_day_brings_the_cap_holds_and_agents_talk_more(world: dict) -> None:
    ours = short_day(15, Raabta(cap=0.03), **world)
    plain = short_day(15, Progressive(), **world)
    assert ours["util"] > plain["util"] + 0.03
    assert ours["abandoned"] <= 0.03 * ours["answered"] + 2  # an hour has some 250 answers


def test_small_floors_dial_progressively_unless_told_otherwise() -> None:
    ours = short_day(8, Raabta(cap=0.03, fewest_agents=10))
    plain = short_day(8, Progressive())
    assert (ours["dialed"], ours["abandoned"]) == (plain["dialed"], plain["abandoned"])
