"""Discrete-event simulator of an outbound campaign: the harness for pacing policies.

A policy is any object with   decide(state) -> n_new_calls   (or -> (n_new_calls, n_cancel)).
It is called once per tick (default 1 s) and sees only what a live dialer sees (class State).
Randomness is pre-drawn per (seed, pool size): call i has the same luck under every policy
(common random numbers), so policy differences are not seed noise.
"""

import heapq
from collections import deque
from dataclasses import dataclass, field
import numpy as np

CUE = 16  # the step that the key "nearly done" stands for
OUT, IDLE, TALK, WRAP, PAUSE = 0, 1, 2, 3, 4  # agent phases
H_MAX = 64  # seconds of in-flight history exposed


@dataclass
class Cfg:
    n_agents: int = 20
    seed: int = 1
    day: float = 8 * 3600.0
    tick: float = 1.0
    grace: float = 2.0  # answered -> agent within this, else abandoned
    no_answer: float = 30.0  # ring timeout
    min_ring: float = 15.0  # a ringing call may be cancelled only after this much ringing
    talk_mean: float = 150.0
    talk_sigma: float = 0.8  # log-sd (CV 0.95)
    wrap_mean: float = 30.0
    wrap_sigma: float = 0.6
    agent_sigma: float = 0.15  # between-agent speed spread (log-sd)
    p_lo: float = 0.25
    p_hi: float = 0.45
    p_steps: bool = True  # list-segment step changes
    p_fixed: float = 0.0  # >0: stationary answer rate
    fail: float = 0.08  # busy / SIT, known after ~2 s
    machine: float = 0.0  # share of dials picked up by an answering machine (no AMD -> agent)
    machine_talk: float = 12.0
    breaks: bool = True
    flag_visible: float = 0.5  # share of pauses announced while the agent is still busy
    surge: float = 0.0  # share of agents that walk out (unannounced) at surge_t
    surge_t: float = 5.5 * 3600
    extra_pdd: float = 0.0  # carrier latency added from pdd_t on
    pdd_t: float = 0.0
    answer_lag: float = 0.0  # signalling delay between real answer and the dialer knowing
    short_share: float = 0.0  # share of very short human calls (mean 12 s): bimodal talk
    max_lines: int = 10**9
    script_steps: int = 0  # >0: the desk shows at which step of the script each talk is (ours)
    wrap_steps: int = 0  # and at which step of the wrap-up: outcome chosen, note begun (ours)
    cue: float = 0.0  # >0: agents press "nearly done" 20 s before they are ready; so many presses are right (ours)
    p_mult: tuple = ()  # contact classes: ((multiplier, share), ...) known to the dialer as a score


class World:
    """All exogenous randomness of one simulated day."""

    def __init__(s, c: Cfg):
        s.c = c
        r = np.random.default_rng([c.seed, c.n_agents, 77])
        N = c.n_agents
        M = int(N * 1500 + 4000)
        s.M = M
        s.u = r.random(M)
        s.uf = r.random(M)
        s.pdd = 0.8 + r.gamma(2.0, 0.85, M)  # post-dial delay, mean 2.5 s
        ring = 1.5 + r.lognormal(np.log(9.0) - 0.5 * 0.55**2, 0.55, M)  # ring-to-answer, mean 10.5 s
        bad = ring >= c.no_answer - 0.1
        while bad.any():
            ring[bad] = 1.5 + r.lognormal(np.log(9.0) - 0.5 * 0.55**2, 0.55, bad.sum())
            bad = ring >= c.no_answer - 0.1
        s.ring = ring
        s.machine_ring = r.uniform(14, 26, M)
        s.talk = r.lognormal(np.log(c.talk_mean) - c.talk_sigma**2 / 2, c.talk_sigma, M)
        if c.short_share > 0:
            sh = r.random(M) < c.short_share
            s.talk[sh] = r.exponential(12.0, sh.sum()) + 2
        s.wrap = r.lognormal(np.log(c.wrap_mean) - c.wrap_sigma**2 / 2, c.wrap_sigma, M)
        s.fail_after = r.uniform(1.0, 3.0, M)
        s.at = np.exp(r.normal(0, c.agent_sigma, N))
        s.aw = np.exp(r.normal(0, c.agent_sigma, N))
        # preview/manual extras
        s.look = r.lognormal(np.log(15) - 0.08, 0.4, M)
        # answer probability per second
        T = int(c.day) + 120
        x = np.arange(T)
        if c.p_fixed > 0:
            p = np.full(T, c.p_fixed)
        else:
            mid, amp = (c.p_lo + c.p_hi) / 2, (c.p_hi - c.p_lo) / 2
            ph = r.uniform(0, 2 * np.pi)
            p = mid + 0.8 * amp * np.sin(2 * np.pi * x / c.day * r.uniform(0.8, 1.6) + ph)
            ar = np.zeros(T // 30 + 2)  # list-segment noise, 10 min memory
            for i in range(1, len(ar)):
                ar[i] = ar[i - 1] * (1 - 30 / 600) + 0.02 * np.sqrt(2 * 30 / 600) * r.normal()
            p = p + np.repeat(ar, 30)[:T]
            p = np.clip(p, c.p_lo, c.p_hi)
            if c.p_steps:
                for _ in range(3):  # abrupt list changes
                    a = r.uniform(0.5 * 3600, c.day - 1800)
                    L = r.uniform(900, 3600)
                    f = r.choice([0.6, 0.7, 1.4, 1.6])
                    p[int(a) : int(a + L)] *= f
            p = np.clip(p, 0.12, 0.60)
        s.p = p
        s.cls = np.zeros(M, np.int64)
        s.pm = np.ones(M)
        if c.p_mult:
            rc = np.random.default_rng([c.seed, c.n_agents, 78])
            s.cls = rc.choice(len(c.p_mult), M, p=[x[1] for x in c.p_mult])
            s.pm = np.array([x[0] for x in c.p_mult])[s.cls]
        # agent schedules: list of (t, kind, arg)
        ev = []
        for a in range(N):
            tin = r.uniform(0, 600)
            tout = c.day + 1e9
            if c.breaks:
                z = r.random()
                if z < 0.10:
                    tin = r.uniform(1800, 3 * 3600)
                elif z < 0.20:
                    tout = r.uniform(4 * 3600, 7 * 3600)
                for b, w, d in ((1.75 * 3600, 1800, 600), (4 * 3600, 3600, 1800), (6.25 * 3600, 1800, 600)):
                    ev.append((b + r.uniform(-w, w), "brk", a, d * r.uniform(0.8, 1.2), r.random() < c.flag_visible))
                t = tin
                while True:
                    t += r.exponential(5400)
                    if t > c.day:
                        break
                    ev.append((t, "brk", a, r.exponential(180) + 20, r.random() < c.flag_visible))
            ev.append((tin, "in", a, 0, False))
            if tout < c.day:
                ev.append((tout, "out", a, 0, r.random() < c.flag_visible))
        if c.surge > 0:
            for a in r.choice(N, int(round(c.surge * N)), replace=False):
                ev.append((c.surge_t + r.uniform(0, 60), "out", int(a), 0, False))
        s.sched = sorted(ev)

    def progress(s, call, talk, wrap):
        """The steps of a talk and its wrap-up, and when they come up; one in five is skipped, each takes its share."""
        c, found = s.c, []
        if c.script_steps or c.cue:
            r = np.random.default_rng([c.seed, c.n_agents, 79, call])
            many = max(c.script_steps, 1)
            usual = 0.5 + np.arange(many) % 3  # short, middling and long steps
            share = r.gamma(1.5, usual) * (r.random(many) < 0.8)
            share[0] += 0.1
            comes = talk * np.concatenate(([0.0], np.cumsum(share)[:-1])) / share.sum()
            found += [(i + 1, float(comes[i])) for i in range(many) if share[i] > 0]
            part = np.cumsum(r.gamma(1.5, 1.0, c.wrap_steps + 1))
            begins = np.concatenate(([0.0], part[:-1])) / part[-1]
            found += [(many + 1 + i, talk + wrap * float(after)) for i, after in enumerate(begins)]
        if c.cue:
            r = np.random.default_rng([c.seed, c.n_agents, 80, call])
            right, ends = r.random() < c.cue, talk + wrap
            found.append((CUE, max(ends - 20.0, 0.0) if right else float(r.uniform(0, ends))))
        return found


class State:
    """What the policy sees. Arrays are live views: read, don't write."""

    __slots__ = (
        "t",
        "dt",
        "t_end",
        "phase",
        "since",
        "flag",
        "n_idle",
        "n_wait",
        "n_ready_or_call",
        "n_logged",
        "n_talk",
        "n_wrap",
        "ring_hist",
        "in_flight",
        "answered",
        "abandoned",
        "dialed",
        "ev_answer",
        "ev_fail",
        "ev_noans",
        "ev_talk",
        "ev_wrap",
        "ev_free",
        "ev_free_lost",
        "ev_served",
        "ev_aband",
        "sim",
        "nxt",
        "step",
        "step_since",
        "ev_steps",
    )
    # ev_* : what happened since the previous decide()
    # ev_answer: list of dial->answer seconds (connects) ; ev_fail / ev_noans: list of dial->end seconds
    # ev_talk/ev_wrap: list of (agent, seconds) ; ev_free: completions that made an agent ready
    # ev_free_lost: completions after which the agent paused/left unannounced


class Sim:
    def __init__(s, cfg: Cfg, policy, world=None):
        s.c, s.pol = cfg, policy
        s.w = world or World(cfg)

    def run(s):
        c, w = s.c, s.w
        N = c.n_agents
        phase = np.zeros(N, np.int8)
        since = np.zeros(N)
        flag = np.zeros(N, np.bool_)  # announced pause/log-off (visible)
        pend = [None] * N  # pending pause (dur) or 'out'
        idleq = deque()
        waitq = deque()  # (call, t_answer)
        heap = []
        seq = 0
        push, pop = heapq.heappush, heapq.heappop
        for t, k, a, d, v in w.sched:
            push(heap, (t, seq, k, a, (d, v)))
            seq += 1
        push(heap, (0.0, seq, "tick", 0, None))
        seq += 1
        M = w.M
        u, uf, pdd, ring, talk, wrapt, fail_after, P = w.u, w.uf, w.pdd, w.ring, w.talk, w.wrap, w.fail_after, w.p
        at, aw = w.at, w.aw
        ringc = np.zeros(int(c.day / c.tick) + 300, np.int64)  # in-flight by dial tick
        het = bool(c.p_mult)
        ringcls = s.ringcls = np.zeros((max(1, len(c.p_mult)), len(ringc)), np.int64)
        live = {}  # call -> (dial tick, ring start)  (for cancels)
        hlen = int(H_MAX / c.tick)
        cancelled = set()
        st = State()
        st.sim = s
        st.t_end = c.day
        st.phase, st.since, st.flag = phase, since, flag
        st.dt = c.tick
        nxt = 0
        dialed = answered = abandoned = served = machines = 0
        inflight = 0
        T_talk = T_wrap = T_avail = 0.0
        waits = 0.0
        ncancel = 0
        hour_ans = np.zeros(int(c.day // 3600) + 1)
        hour_ab = hour_ans.copy()
        cnt = [N, 0, 0, 0, 0]
        s.handle = []
        evA, evF, evN, evT, evW = [], [], [], [], []
        fr = lost = sv = ab = 0
        day = c.day
        stop_dial = day - 45
        busy_end = s.busy_end = np.full(N, np.inf)  # next ready time of each agent (oracle info only)
        for t, k, a, d, v in w.sched:
            if k == "in":
                busy_end[a] = t
        s.truth = {}  # call -> true answer time (oracle info only)

        step = np.zeros(N, np.int64)  # of the script, or one more: "nearly done"
        step_since = np.zeros(N)
        came_through = [[] for _ in range(N)]  # (step, when) of the talk of each agent
        st.step, st.step_since = step, step_since
        evS = []

        def setp(a, ph, t):
            nonlocal T_talk, T_wrap, T_avail
            o = phase[a]
            d = min(t, day) - min(since[a], day)
            if o == TALK:
                T_talk += d
                T_avail += d
            elif o == WRAP:
                T_wrap += d
                T_avail += d
            elif o == IDLE:
                T_avail += d
            cnt[o] -= 1
            cnt[ph] += 1
            phase[a] = ph
            if not (ph == WRAP and step[a] == CUE):
                step[a] = 0
            since[a] = t

        def start(a, call, t):
            nonlocal seq, served, sv
            setp(a, TALK, t)
            served += 1
            sv += 1
            if machine_call(call):
                d = c.machine_talk
                wd = 4.0
            else:
                d = talk[call] * at[a]
                wd = wrapt[call] * aw[a]
            free_at = t + d + wd  # oracle: include the pause it will take, if any
            for tb_, kb, db in brk_of[a]:
                if t < tb_ <= free_at:
                    free_at = np.inf if kb == "out" else free_at + db
                    break
            busy_end[a] = free_at
            push(heap, (t + d, seq, "tend", a, (d, wd)))
            seq += 1
            for one, after in w.progress(call, d, wd):
                push(heap, (t + after, seq, "step", a, (one, t)))
                seq += 1

        brk_of = [[] for _ in range(N)]
        for tb_, kb, ab_, db, _v in w.sched:
            if kb != "in":
                brk_of[ab_].append((tb_, kb, db))
        mach = set()

        def machine_call(call):
            return call in mach

        def make_free(a, t):
            if waitq:
                call, ta = waitq.popleft()
                waitset.discard(call)
                start(a, call, t)
            else:
                setp(a, IDLE, t)
                busy_end[a] = t
                idleq.append(a)

        waitset = set()

        while heap:
            t, _, k, a, x = pop(heap)
            if t > day:
                break
            if k == "tick":
                ti = int(round(t / c.tick))
                st.t = t
                st.n_idle = cnt[IDLE]
                st.n_wait = len(waitq)
                st.n_talk = cnt[TALK]
                st.n_wrap = cnt[WRAP]
                st.n_logged = cnt[IDLE] + cnt[TALK] + cnt[WRAP]
                st.in_flight = inflight
                st.nxt = nxt
                st.ev_steps = evS
                lo = max(0, ti - hlen + 1)
                st.ring_hist = ringc[lo : ti + 1][::-1]  # index = ticks since dial
                st.answered, st.abandoned, st.dialed = answered, abandoned, dialed
                st.ev_answer, st.ev_fail, st.ev_noans, st.ev_talk, st.ev_wrap = evA, evF, evN, evT, evW
                st.ev_free, st.ev_free_lost, st.ev_served, st.ev_aband = fr, lost, sv, ab
                r = s.pol.decide(st)
                picks = None
                if isinstance(r, list):  # clairvoyant policies may name the calls
                    picks, n, ncan = r, len(r), 0
                else:
                    n, ncan = r if isinstance(r, tuple) else (r, 0)
                evA, evF, evN, evT, evW, evS = [], [], [], [], [], []
                fr = lost = sv = ab = 0
                if ncan > 0:
                    cand = sorted(live.items(), key=lambda kv: kv[1][1])
                    for call, (dt_, rs) in cand:
                        if ncan <= 0 or t - rs < c.min_ring:
                            break
                        cancelled.add(call)
                        del live[call]
                        s.truth.pop(call, None)
                        ringc[dt_] -= 1
                        inflight -= 1
                        if het:
                            ringcls[w.cls[call], dt_] -= 1
                        ncan -= 1
                        ncancel += 1
                        evN.append(t - dt_ * c.tick)
                if t >= stop_dial:
                    n = 0
                n = int(min(n, c.max_lines - inflight - cnt[TALK], M - nxt))
                for _i in range(max(n, 0)):
                    if picks is None:
                        i = nxt
                        nxt += 1
                    else:
                        i = picks[_i]
                    dialed += 1
                    inflight += 1
                    ringc[ti] += 1
                    pd = pdd[i] + (c.extra_pdd if t >= c.pdd_t else 0.0)
                    live[i] = (ti, t + pd)
                    p = P[int(t)]
                    if het:
                        p = min(p * w.pm[i], 0.92)
                        ringcls[w.cls[i], ti] += 1
                    if u[i] < p:
                        push(heap, (t + pd + ring[i], seq, "answer", i, ti))
                        s.truth[i] = t + pd + ring[i]
                    elif uf[i] < c.fail / (1 - p):
                        push(heap, (t + fail_after[i], seq, "fail", i, ti))
                    elif c.machine > 0 and uf[i] < (c.fail + c.machine) / (1 - p):
                        mach.add(i)
                        push(heap, (t + pd + w.machine_ring[i], seq, "answer", i, ti))
                    else:
                        push(heap, (t + pd + c.no_answer, seq, "noans", i, ti))
                    seq += 1
                push(heap, (t + c.tick, seq, "tick", 0, None))
                seq += 1
            elif k == "answer":
                if a in cancelled:
                    continue
                if c.answer_lag > 0 and x >= 0:  # dialer learns of the answer late
                    push(heap, (t + c.answer_lag, seq, "answer2", a, x))
                    seq += 1
                    continue
                k = "answer2"
            if k == "answer2":
                if a in live:
                    del live[a]
                s.truth.pop(a, None)
                ringc[x] -= 1
                inflight -= 1
                if het:
                    ringcls[w.cls[a], x] -= 1
                evA.append(t - x * c.tick)
                m = machine_call(a)
                if m:
                    machines += 1
                else:
                    answered += 1
                    hour_ans[int(t // 3600)] += 1
                if idleq:
                    start(idleq.popleft(), a, t)
                else:
                    waitq.append((a, t))
                    waitset.add(a)
                    push(heap, (t + max(0.0, c.grace - c.answer_lag), seq, "drop", a, None))
                    seq += 1
            elif k == "drop":
                if a in waitset:
                    waitset.discard(a)
                    for j, (cc, ta) in enumerate(waitq):
                        if cc == a:
                            del waitq[j]
                            break
                    if not machine_call(a):
                        abandoned += 1
                        ab += 1
                        hour_ab[int(t // 3600)] += 1
            elif k == "noans":
                if a in cancelled:
                    continue
                del live[a]
                ringc[x] -= 1
                inflight -= 1
                if het:
                    ringcls[w.cls[a], x] -= 1
                evN.append(t - x * c.tick)
            elif k == "fail":
                del live[a]
                ringc[x] -= 1
                inflight -= 1
                if het:
                    ringcls[w.cls[a], x] -= 1
                evF.append(t - x * c.tick)
            elif k == "step":
                if step[a] != CUE:
                    step[a], step_since[a] = x[0], t
                    came_through[a].append((x[0], t - since[a], t, since[a]))
            elif k == "tend":
                evT.append((a, x[0]))
                setp(a, WRAP, t)
                push(heap, (t + x[1], seq, "wend", a, x[1]))
                seq += 1
            elif k == "wend":
                gone = came_through[a]
                for (one, so_far, came, began), after in zip(gone, [*gone[1:], None]):
                    left = t if after is None else after[2]
                    if one != CUE and began != since[a]:  # the talk ended in this step
                        left = min(left, since[a])
                    evS.append((one, so_far, left - came, t - came))
                came_through[a].clear()
                evW.append((a, x))
                pe = pend[a]
                if pe is None:
                    fr += 1
                    make_free(a, t)
                else:
                    if not flag[a]:
                        lost += 1
                    pend[a] = None
                    flag[a] = False
                    busy_end[a] = np.inf if pe == "out" else t + pe
                    if pe == "out":
                        setp(a, OUT, t)
                    else:
                        setp(a, PAUSE, t)
                        push(heap, (t + pe, seq, "back", a, None))
                        seq += 1
            elif k == "brk" or k == "out":
                ph = phase[a]
                what = "out" if k == "out" else x[0]
                if ph == IDLE:
                    idleq.remove(a)
                    busy_end[a] = np.inf if what == "out" else t + what
                    if what == "out":
                        setp(a, OUT, t)
                    else:
                        setp(a, PAUSE, t)
                        push(heap, (t + what, seq, "back", a, None))
                        seq += 1
                elif ph == TALK or ph == WRAP:
                    if pend[a] != "out":
                        pend[a] = what
                        flag[a] = x[1]
                elif ph == PAUSE and what == "out":
                    pend[a] = "out"
                    busy_end[a] = np.inf
            elif k == "back":
                if phase[a] == PAUSE:
                    if pend[a] == "out":
                        pend[a] = None
                        setp(a, OUT, t)
                    else:
                        make_free(a, t)
            elif k == "in":
                if phase[a] == OUT:
                    make_free(a, t)
        for a in range(N):
            setp(a, phase[a], day)
        # fold calls still waiting at the end out of the counts
        r = dict(
            N=N,
            seed=c.seed,
            util=(T_talk + T_wrap) / T_avail,
            talk_min_h=60 * T_talk / T_avail,
            idle_per_call=(T_avail - T_talk - T_wrap) / max(served, 1),
            aband=abandoned / max(answered, 1),
            answered=answered,
            abandoned=abandoned,
            served=served,
            dialed=dialed,
            cancels=ncancel,
            lines=dialed / max(served, 1),
            avail_h=T_avail / 3600,
            machines=machines,
            hour_max=float(np.max(hour_ab / np.maximum(hour_ans, 1))),
        )
        return {k: (float(v) if isinstance(v, (np.floating, float)) else int(v)) for k, v in r.items()}
