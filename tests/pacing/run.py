"""Runs pacing policies through simulated days.

  python run.py compare [--pools 5,20,100] [--seeds 20]         the known policies
  python run.py accept module:Class [--cap 0.03] [--pools …]    a policy of your own against goals.json

A policy has decide(state) -> number of new calls; it sees only what a live floor sees (class State in sim.py).
"""

import argparse
import importlib
import json
import pathlib
import sys
from multiprocessing import Pool

import numpy as np
import policies_basic
from manual import agent_driven
from sim import Cfg, Sim

POOLS = (5, 10, 20, 50, 100, 200, 350)
RATIO_3 = {5: 1.25, 10: 1.25, 20: 1.75, 50: 3.0, 100: 3.75, 200: 4.25, 350: 4.75}
VICI = dict(method="hard", tally="avail", intensity=-60, max_level=3.0, diff_target=-1)


def day(job):
    """One simulated day: (policy label, class name, its keywords, the day's settings) -> its figures."""
    label, name, kw, cfg = job
    if name == "preview":
        r = agent_driven(Cfg(**cfg), 12.0, 4.0)
    else:
        module, cls = name.split(":") if ":" in name else ("policies_basic", name)
        r = Sim(Cfg(**cfg), getattr(importlib.import_module(module), cls)(**kw)).run()
    return dict(r, policy=label)


def summary(days):
    ab = np.array([d["aband"] for d in days])
    busy = np.array([d["util"] for d in days])
    return dict(
        days=len(days),
        busy=float(busy.mean()),
        abandoned=float(ab.mean()),
        abandoned_p95=float(np.percentile(ab, 95)),
        idle_s_per_call=float(np.mean([d["idle_per_call"] for d in days])),
    )


def known(n):
    return [
        ("preview", "preview", {}),
        ("progressive", "Progressive", {}),
        ("ratio at 3 %", "Ratio", dict(r=RATIO_3.get(n, 3.0))),
        ("VICIdial-like", "Vici", VICI),
        ("Erlang rate", "ErlangRate", {}),
        ("mean matching", "MeanMatch", {}),
    ]


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("what", choices=["compare", "accept"])
    ap.add_argument("policy", nargs="?")
    ap.add_argument("--cap", type=float, default=0.03)
    ap.add_argument("--pools", default="5,10,20,50,100,200,350")
    ap.add_argument("--seeds", type=int, default=20)
    a = ap.parse_args()
    goals = json.loads(pathlib.Path(__file__).with_name("goals.json").read_text())
    ok = True
    with Pool() as pool:
        for n in map(int, a.pools.split(",")):
            policies = known(n) if a.what == "compare" else [(a.policy, a.policy, dict(cap=a.cap))]
            for label, name, kw in policies:
                s = summary(pool.map(day, [(label, name, kw, dict(n_agents=n, seed=k)) for k in range(1, a.seeds + 1)]))
                print(json.dumps(dict(policy=label, agents=n, **s)), flush=True)
                if a.what == "accept":
                    good = s["busy"] >= goals[f"{a.cap:g}"][str(n)] and s["abandoned_p95"] <= a.cap * 1.03
                    ok &= good
                    print(
                        "   ",
                        "meets" if good else "MISSES",
                        "busy >=",
                        goals[f"{a.cap:g}"][str(n)],
                        "abandoned p95 <=",
                        a.cap,
                    )
    sys.exit(not ok)


if __name__ == "__main__":
    main()
