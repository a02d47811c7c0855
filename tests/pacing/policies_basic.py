"""Reference policies: progressive, fixed ratio, VICIdial-like adaptive, Erlang rate, mean matching."""

import numpy as np
from sim import TALK, WRAP, IDLE


class Progressive:
    def decide(s, st):
        return max(0, st.n_idle - st.in_flight)


class Ratio:
    """Fixed ratio power dialing. mode 'avail': lines = r * idle agents.
    mode 'all': lines = r * (idle+talking) - talking (VICIdial RATIO tally incl. calls in progress)."""

    def __init__(s, r, mode="avail"):
        s.r, s.mode = r, mode

    def decide(s, st):
        if s.mode == "avail":
            goal = s.r * st.n_idle
        else:
            goal = s.r * (st.n_idle + st.n_talk) - st.n_talk
        return max(0, int(round(goal)) - st.in_flight)


class Vici:
    """Clean-room model of VICIdial adaptive dialing (AST_VDadapt every 15 s, hopper loop 2.5 s)."""

    def __init__(
        s, method="tapered", target=0.03, max_level=3.0, tally="all", intensity=0, diff_target=0, t_latest=None
    ):
        s.method, s.target, s.maxl, s.tally = method, target, max_level, tally
        s.k, s.diff_target, s.t_latest = intensity, diff_target, t_latest
        s.level = 1.0
        s.t_ad = 0.0
        s.t_loop = -9
        s.buf = []

    def decide(s, st):
        if st.t - s.t_loop < 2.4:
            return 0
        s.t_loop = st.t
        agents = st.n_idle + st.n_talk  # READY + INCALL (wrap = PAUSED in VICIdial)
        s.buf.append((st.t, st.n_idle, st.n_wait, agents))
        if st.t - s.t_ad >= 15:
            s.t_ad = st.t
            s.buf = [b for b in s.buf if st.t - b[0] <= 60]
            ready = np.mean([b[1] for b in s.buf])
            wait = np.mean([b[2] for b in s.buf])
            ag = np.mean([b[3] for b in s.buf])
            diff = ready - wait + s.diff_target
            m = diff / ag if ag > 0 else 0.0
            k = s.k / 100.0
            m = m * abs(k - 1) if m < 0 else m * (k + 1)
            lv = s.level * (m + 1)
            lv = min(max(lv, 1.0), s.maxl)
            if st.dialed > 50 and st.answered > 0 and st.abandoned / st.answered > s.target:
                if s.method == "hard":
                    lv = 1.0
                elif s.method == "average":
                    lv = lv / 2
                else:
                    end = s.t_latest or st.t_end
                    left = (end - st.t) / 3600.0  # VICIdial: 1000 units of HHMM = 10 h
                    lv = 1.0 if left < 0 else lv * min(1.0, left / 10.0)
            s.level = max(lv, 1.0)
        if s.tally == "avail":
            goal = s.level * st.n_idle
        else:
            goal = s.level * agents - st.n_talk
        return max(0, int(round(goal)) - st.in_flight)


def erlang_b(a, n):
    b = 1.0
    for k in range(1, n + 1):
        b = a * b / (k + a * b)
    return b


class OnlineMeans:
    """Shared simple estimators: answer probability, handling time, answer delay."""

    def __init__(s, p0=0.35, aht0=180.0, half=250):
        s.na, s.nd = 20 * p0, 20.0
        s.h = 0.5 ** (1.0 / half)
        s.aht_s, s.aht_n = aht0 * 10, 10.0
        s.d_s, s.d_n = 13.0 * 10, 10.0

    def update(s, st):
        k = len(st.ev_answer)
        f = len(st.ev_fail) + len(st.ev_noans)
        if k + f:
            d = s.h ** (k + f)
            s.na = s.na * d + k
            s.nd = s.nd * d + k + f
            for x in st.ev_answer:
                s.d_s += x
                s.d_n += 1
        for a, x in st.ev_talk:
            s.aht_s += x
            s.aht_n += 1
        for a, x in st.ev_wrap:
            s.aht_s += x
        s.p = s.na / s.nd
        s.aht = s.aht_s / s.aht_n
        s.d = s.d_s / s.d_n


class ErlangRate:
    """'Classical queueing' predictive (Korolev's 'Predictive'; IBM US4881261 family): dial at the open-loop
    Poisson rate that an Erlang loss system with the staffed agents would block at the target, scaled by a
    slow abandon-rate feedback."""

    def __init__(s, target=0.03, scale=1.0):
        s.t, s.m = target, OnlineMeans()
        s.acc = 0.0
        s.cache = {}
        s.f = scale
        s.rng = np.random.default_rng(5)
        s.ea, s.eb = 0.0, 0.0

    def load(s, n):
        if n not in s.cache:
            lo, hi = 0.0, n * 1.5 + 1
            for _ in range(40):
                mid = (lo + hi) / 2
                if erlang_b(mid, n) < s.t:
                    lo = mid
                else:
                    hi = mid
            s.cache[n] = lo
        return s.cache[n]

    def decide(s, st):
        s.m.update(st)
        n = st.n_logged
        if n == 0:
            return 0
        k = len(st.ev_answer)
        if k:
            s.f *= np.exp(0.02 * (s.t * k - st.ev_aband) / max(s.t * 30, 1))
            s.f = min(max(s.f, 0.3), 3.0)
        elif st.ev_aband:
            s.f *= np.exp(-0.02 * st.ev_aband / max(s.t * 30, 1))
        rate = s.f * s.load(n) / s.m.aht / s.m.p
        return int(s.rng.poisson(rate * st.dt))


class MeanMatch:
    """Samuelson/EIS-style expected-value matching: agents expected ready within the answer delay (memoryless
    residual service) vs answers expected from lines in flight (no ages), times an overdial factor f that the
    abandon rate steers (cf. US5640445 window control). f = p is one line per expected agent."""

    def __init__(s, target=0.0285, cap=0.03):
        s.t, s.cap, s.m, s.f = target, cap, OnlineMeans(), 0.6
        s.rate = None

    def decide(s, st):
        m = s.m
        m.update(st)
        ka, a = len(st.ev_answer), st.ev_aband
        if s.rate is None:
            s.rate = st.n_logged / 190.0
        s.rate += (ka / st.dt - s.rate) * st.dt / 900.0
        if ka or a:
            s.f *= np.exp(0.3 / (6 + s.t * s.rate * 600) * (s.t * ka - a))
        s.f = min(max(s.f, m.p), 2.0)
        f = s.f
        if st.abandoned + 1 > s.cap * (st.answered + s.rate * min(st.t_end - st.t, 2400)):
            f = m.p
            free = st.n_idle - st.n_wait
        else:
            busy = st.n_talk + st.n_wrap
            free = st.n_idle - st.n_wait + busy * (1 - np.exp(-m.d / m.aht))
        return max(0, int(np.floor((f * free - m.p * st.in_flight) / m.p + 1e-9)))
