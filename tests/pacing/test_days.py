"""Short simulated days of a call centre, dialled by our rule through the adapter."""

import numpy as np
import pytest

from tests.pacing.adapter import Raabta
from tests.pacing.sim import Cfg, Sim, State, World

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


def test_a_burst_of_answers_after_a_long_silence_finds_agents() -> None:
    cfg = Cfg(n_agents=15, day=HOURS * 3600, breaks=False)
    world = World(cfg)
    world.p[:1800], world.p[1800:] = 0.002, 0.7  # a network that comes back
    ours = Sim(cfg, Raabta(cap=0.03), world).run()
    assert ours["answered"] > 100
    assert ours["abandoned"] <= 0.03 * ours["answered"] + 2


class FirstMinutes(Raabta):
    """Our rule until two and a half minutes of its first day are over."""

    class OverError(Exception):
        """Now they are."""

    def decide(self, state) -> int | list[int]:
        if state.t >= 150:
            self.found = state.answered, state.abandoned
            raise self.OverError
        return super().decide(state)


def test_where_all_sit_down_at_once_and_people_take_long_to_the_phone_the_first_minutes_do_not_cost_the_day() -> None:
    cfg = Cfg(n_agents=40, breaks=False, p_fixed=0.5)
    world = World(cfg)
    world.sched = [(0.0, *what) for _, *what in world.sched]
    world.ring = np.random.default_rng(1).uniform(14.0, 26.0, len(world.ring))
    policy = FirstMinutes(cap=0.01)
    with pytest.raises(FirstMinutes.OverError):
        Sim(cfg, policy, world).run()
    answered, abandoned = policy.found
    assert answered > 40, "all agents have talked"
    assert abandoned <= 4, "the cap of its first 400 answers; 47 found nobody while it was dialled like a known floor"


def a_state(agents: int, seconds: float, **seen) -> State:
    state = State()
    nobody = {"phase": np.zeros(agents, np.int8), "since": np.zeros(agents), "flag": np.zeros(agents, bool)}
    steps = {"step": np.zeros(agents, np.int64), "step_since": np.zeros(agents), "ev_steps": []}
    ends = {name: [] for name in ("ev_answer", "ev_fail", "ev_noans", "ev_talk", "ev_wrap")}
    none = dict.fromkeys(
        ("n_idle", "n_wait", "n_logged", "answered", "abandoned", "dialed", "ev_free", "ev_free_lost", "ev_aband"), 0
    )
    usual = {"dt": 1.0, "t_end": 28800.0, "ring_hist": np.zeros(64, int)}
    for name, value in (nobody | steps | ends | none | usual | {"t": seconds} | seen).items():
        setattr(state, name, value)
    return state


def test_odd_floors_are_dialled_too() -> None:
    policy = Raabta(cap=0.01)
    assert policy.decide(a_state(0, 0.0)) == 0, "nobody has come yet"
    assert policy.decide(a_state(5, 5000.0, n_idle=5, ring_hist=np.zeros(0, int))) >= 5, "the dialler had been paused"
    in_talks = np.full(500, 2, np.int8)
    set_back = a_state(500, 10.0, phase=in_talks, since=np.full(500, 4000.0), ring_hist=np.full(64, 3))
    assert policy.decide(set_back) >= 0, "the clock was set back"
    endless = a_state(5, 1e7, n_idle=5, n_wait=9, t_end=float("inf"), ev_talk=[(499, 1e9)], ev_answer=[1e5])
    assert policy.decide(endless) >= 0
