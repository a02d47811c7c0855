"""Agent-driven modes (manual, preview): renewal simulation on the same world."""

import numpy as np
from sim import World


def agent_driven(cfg, look_mean, disp):
    w = World(cfg)
    r = np.random.default_rng([cfg.seed, 9])
    i = 0
    T = dict(talk=0.0, wrap=0.0, avail=0.0)
    served = dialed = 0
    for a in range(cfg.n_agents):
        t = float(r.uniform(0, 600))
        end = cfg.day
        brk = 3000.0 if cfg.breaks else 0.0  # 2x10 min + 30 min: subtract as idle-free time
        end -= brk
        T["avail"] += end - t
        while t < end:
            t += look_mean * w.look[i] / 15.0
            if t >= end:
                break
            p = w.p[int(t)]
            dialed += 1
            if w.u[i] < p:
                t += w.pdd[i] + w.ring[i]
                d, x = w.talk[i] * w.at[a], w.wrap[i] * w.aw[a]
                served += 1
                T["talk"] += max(0, min(d, end - t))
                t += d
                T["wrap"] += max(0, min(x, end - t))
                t += x
            elif w.uf[i] < cfg.fail / (1 - p):
                t += w.fail_after[i] + disp
            else:
                t += w.pdd[i] + cfg.no_answer + disp
            i += 1
            if i >= w.M:
                i = 0
    ut = (T["talk"] + T["wrap"]) / T["avail"]
    return dict(
        N=cfg.n_agents,
        seed=cfg.seed,
        util=ut,
        talk_min_h=60 * T["talk"] / T["avail"],
        idle_per_call=(T["avail"] - T["talk"] - T["wrap"]) / served,
        aband=0.0,
        answered=served,
        abandoned=0,
        served=served,
        dialed=dialed,
        cancels=0,
        lines=dialed / served,
        avail_h=T["avail"] / 3600,
        machines=0,
        hour_max=0.0,
    )
