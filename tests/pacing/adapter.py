"""Puts our pacing rule into the harness: translates its state and events, and decides nothing."""

import numpy as np

from campaigns.rules.campaign_states import DialMode
from campaigns.rules.pacing import Busy, Floor, Predicted, calls_to_place
from campaigns.rules.pacing_learning import News, learn, nothing_learned

TALK, WRAP = 2, 3


class Raabta:
    """Our rule as a policy of the harness. The harness dials with 5 agents too, so no floor is too small here."""

    def __init__(self, cap: float = 0.03, fewest_agents: int = 1) -> None:
        self.learned = nothing_learned(cap)
        self.fewest_agents = fewest_agents
        self.dialed = self.answered = 0

    def decide(self, state) -> int:
        self.learned = learn(self.learned, self._news(state))
        busy = np.flatnonzero((state.phase == TALK) | (state.phase == WRAP))
        seen = Predicted(
            busy=Busy(
                busy,
                state.phase[busy] == WRAP,
                state.t - state.since[busy],
                state.flag[busy],
                *self._progress(state, busy),
            ),
            ringing=_by_second(state.ring_hist, state.dt),
            waiting=state.n_wait,
            answered_today=state.answered,
            abandoned_today=state.abandoned,
            seconds_left=state.t_end - state.t,
            learned=self.learned,
            fewest_agents=self.fewest_agents,
        )
        return calls_to_place(Floor(DialMode.PREDICTIVE, state.n_idle, 10**6, seen))

    def _progress(self, state, busy):
        if not hasattr(state, "step"):  # a harness without scripts
            return None, None
        return state.step[busy], state.t - state.step_since[busy]

    def _news(self, state) -> News:
        steps = getattr(state, "ev_steps", [])
        news = News(
            seconds=state.dt,
            signed_in=state.n_logged,
            placed=state.dialed - self.dialed,
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


def _by_second(by_tick, tick: float):
    return np.bincount((np.arange(len(by_tick)) * tick).astype(np.int64), weights=by_tick).astype(np.int64)
