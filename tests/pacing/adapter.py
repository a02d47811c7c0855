"""Puts our pacing rule into the harness: translates its state and events, and decides nothing."""

import numpy as np

from campaigns.rules.campaign_states import DialMode
from campaigns.rules.pacing import Floor, Predicted, calls_to_choose, calls_to_place
from campaigns.rules.pacing_agents import Busy
from campaigns.rules.pacing_calls import Queue, Ringing
from campaigns.rules.pacing_learning import News, learn, nothing_learned

TALK, WRAP = 2, 3
LONGEST_DAY = 86400.0
BESIDE = 10  # cases that the dialler looks at beyond those wanted (`calls_ahead`)


class Raabta:
    """Our rule as a policy of the harness. The harness dials with 5 agents too, so no floor is too small here.

    Where people differ (`p_mult`), the harness's classes stand for what is known of each, and calls are named.
    """

    def __init__(self, cap: float = 0.03, fewest_agents: int = 1) -> None:
        self.learned = nothing_learned(cap)
        self.fewest_agents = fewest_agents
        self.dialed = self.answered = 0
        self.likely = 1.0  # the calls of the last look, in the mean
        self.queue: list[list[int]] = []  # the next calls in their order, and how often each was passed over
        self.seen = 0  # calls that have come into the queue
        self.looked_at: float | None = None

    def decide(self, state) -> int | list[int]:
        self.learned = learn(self.learned, self._news(state))
        phase = np.asarray(state.phase)
        busy = np.flatnonzero((phase == TALK) | (phase == WRAP))
        seen = Predicted(
            busy=Busy(
                busy,
                phase[busy] == WRAP,
                _since(state, np.asarray(state.since)[busy]),
                np.asarray(state.flag, bool)[busy],
                *self._progress(state, busy),
            ),
            ringing=_ringing(state),
            waiting=int(state.n_wait),
            answered_today=state.answered,
            abandoned_today=state.abandoned,
            seconds_left=float(np.clip(state.t_end - state.t, 0.0, LONGEST_DAY)),
            learned=self.learned,
            fewest_agents=self.fewest_agents,
        )
        floor = Floor(DialMode.PREDICTIVE, int(state.n_idle), 10**6, seen)
        wanted = calls_to_place(floor)
        if not _people_differ(state):
            return wanted
        return self._choose(state, floor, wanted) if wanted else []

    def _choose(self, state, floor: Floor, wanted: int) -> list[int]:
        """Name the calls of the next in the queue, as the dialler does (`calls_ahead`)."""
        more = max(wanted + BESIDE - len(self.queue), 0)
        self.queue += [[self.seen + at, 0] for at in range(more)]
        self.seen += more
        head = self.queue[: wanted + BESIDE]
        likely = _likely(state)[state.sim.w.cls[[call for call, _ in head]]]
        chosen = calls_to_choose(floor, Queue(likely, np.array([passed for _, passed in head])))
        self.likely = float(likely[chosen].mean())
        for place in head[: max(chosen, default=0)]:
            place[1] += 1
        self.queue = [place for at, place in enumerate(self.queue) if at not in chosen]
        return [head[at][0] for at in chosen]

    def _progress(self, state, busy):
        if not hasattr(state, "step"):  # a harness without scripts
            return None, None
        return state.step[busy], _since(state, state.step_since[busy])

    def _news(self, state) -> News:
        steps = getattr(state, "ev_steps", [])
        news = News(
            seconds=self._passed(state),
            signed_in=state.n_logged,
            placed=self.likely * (state.dialed - self.dialed),
            answered_after=np.array(state.ev_answer),
            failed_after=np.array(state.ev_fail + state.ev_noans),
            talk_agents=np.array([agent for agent, _ in state.ev_talk], np.int64),
            talk_seconds=np.array([seconds for _, seconds in state.ev_talk]),
            wrap_agents=np.array([agent for agent, _ in state.ev_wrap], np.int64),
            wrap_seconds=np.array([seconds for _, seconds in state.ev_wrap]),
            steps=np.array([each[0] for each in steps], np.int64),
            step_so_far=np.array([each[1] for each in steps]),
            step_stayed=np.array([each[2] for each in steps]),
            step_rest=np.array([each[3] for each in steps]),
            came_ready=state.ev_free,
            went_unannounced=state.ev_free_lost,
            live_answers=state.answered - self.answered,
            abandoned=state.ev_aband,
        )
        self.dialed, self.answered = state.dialed, state.answered
        return news

    def _passed(self, state) -> float:
        """Return the seconds since the last look; a dialler that was paused looks again after more than a tick."""
        before, self.looked_at = self.looked_at, state.t
        return float(state.dt) if before is None else max(float(state.t - before), 0.0)


def _since(state, moments):
    """Return the seconds since these moments; none where the clock was set back."""
    return np.maximum(state.t - moments, 0.0)


def _people_differ(state) -> bool:
    return hasattr(state, "sim") and bool(state.sim.c.p_mult)


def _likely(state):
    """Return how likely each class of people is to answer, in times the usual."""
    return np.array([times for times, _ in state.sim.c.p_mult])


def _ringing(state) -> Ringing:
    ages = (np.arange(len(state.ring_hist)) * state.dt).astype(np.int64)
    if not _people_differ(state):
        calls = np.maximum(np.asarray(state.ring_hist, np.int64), 0)
        return Ringing(np.repeat(ages, calls), np.ones(calls.sum()))
    now = round(state.t / state.dt)
    classes = state.sim.ringcls[:, max(now + 1 - len(ages), 0) : now + 1][:, ::-1]
    of, since = np.nonzero(classes)
    calls = classes[of, since]
    return Ringing(np.repeat(ages[since], calls), np.repeat(_likely(state)[of], calls))
