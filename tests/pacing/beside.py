"""Runs our rule beside the known policies through the same simulated days; one JSON line for each. Run as a script."""

import argparse
import json
import sys
import time
from multiprocessing import Pool

import numpy as np
from adapter import Raabta
from run import day as known_day
from run import known, summary
from sim import Cfg, Sim

SCRIPT = {"script_steps": 8, "wrap_steps": 2}  # the desk shows where in the script and the wrap-up each agent is
HISTORY = {
    "p_mult": ((0.36, 1 / 3), (0.92, 1 / 3), (1.72, 1 / 3))
}  # of three kinds of people it is known how they answer
CUE = {"cue": 0.8}  # pacing.md: a cue 20 s ahead that is right 8 times in 10

OURS = {
    "raabta": {},
    "raabta + script": SCRIPT,
    "raabta + script + history": SCRIPT | HISTORY,
    "raabta + nearly done": CUE,
}


class TimedRaabta(Raabta):
    """Our rule, with the processor time of each decision: what else runs on the machine does not count."""

    def __init__(self, cap: float) -> None:
        super().__init__(cap)
        self.took: list[float] = []

    def decide(self, state) -> int:
        began = time.thread_time()
        placed = super().decide(state)
        self.took.append(time.thread_time() - began)
        return placed


def our_day(job):
    """Run one day of ours; the job is (cap, the day's settings)."""
    cap, cfg = job
    policy = TimedRaabta(cap)
    found = Sim(Cfg(**cfg), policy).run()
    p50, p99 = np.percentile(policy.took, [50, 99]) * 1000
    return found | {"decision_ms": float(p50), "decision_p99_ms": float(p99)}


def ours(pool, days, cap):
    """Return our figures over these days."""
    found = pool.map(our_day, [(cap, cfg) for cfg in days])
    times = {name: float(np.mean([each[name] for each in found])) for name in ("decision_ms", "decision_p99_ms")}
    return summary(found) | times


def tell(label, agents, figures) -> None:
    """Print one line."""
    sys.stdout.write(json.dumps({"policy": label, "agents": agents, **figures}) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Print a line for each policy and pool."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--cap", type=float, default=0.03)
    asked.add_argument("--pools", default="5,50,350")
    asked.add_argument("--days", type=int, default=2)
    asked.add_argument("--hours", type=float, default=8.0)
    asked.add_argument("--processes", type=int, default=None)
    args = asked.parse_args()
    with Pool(args.processes) as pool:
        for agents in map(int, args.pools.split(",")):
            days = [{"n_agents": agents, "seed": k, "day": args.hours * 3600} for k in range(1, args.days + 1)]
            for label, name, keywords in known(agents):
                figures = summary(pool.map(known_day, [(label, name, keywords, cfg) for cfg in days]))
                tell(label, agents, figures)
            for label, more in OURS.items():
                figures = ours(pool, [cfg | more for cfg in days], args.cap)
                tell(label, agents, figures)


if __name__ == "__main__":
    main()
