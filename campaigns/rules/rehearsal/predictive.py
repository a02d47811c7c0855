"""Predictive mode in virtual time: the real pacing rule every second for a part of each hour, and what follows from it.

To pace each of a month's million seconds would take an hour. So the first minutes of every hour are reckoned exactly,
until `exact_seconds` are spent; they tell how long a free agent waits for the next answer and how many who answer find
nobody. In the other minutes a free agent waits for as long as one of those did, and then people are rung in the order
of the queue until one answers.
"""

from collections import deque
from typing import Final

from campaigns.rules.campaign_states import DialMode
from campaigns.rules.pacing_fallback import FEWEST_AGENTS
from campaigns.rules.rehearsal.calendar import Stretch
from campaigns.rules.rehearsal.paced import PacedRun, Since
from campaigns.rules.rehearsal.queue import NEVER, Callers
from campaigns.rules.rehearsal.run import Observer, Run, nobody_looks
from campaigns.rules.rehearsal.tally import Spent
from campaigns.rules.rehearsal.world import World

WINDOW: Final = 720.0  # seconds of an hour that are reckoned exactly
WARMING_UP: Final = 180.0  # of these, before anything is measured
DIALS_AT_ONCE: Final = 60
REMEMBERED: Final = 4_000


class PredictiveRun(PacedRun):
    """A rehearsal in predictive mode."""

    def __init__(self, world: World, *, seed: int, observe: Observer = nobody_looks) -> None:
        super().__init__(world, seed=seed, observe=observe)
        self.window_ends: float | None = None
        self.window_began = 0.0
        self.gaps: deque[float] = deque(maxlen=REMEMBERED)
        self.met = self.missed = 0  # answers in exact minutes: those that found an agent, and those that found nobody

    def look(self, now: float, who: int) -> None:
        """Let the free wait for their next answer; in exact minutes the seconds do that."""
        if now >= self.wake_at:
            self.wake_at = NEVER
        self._note_why(now)
        if self.window_ends is None and self.desks.ready:
            for agent in list(self.desks.ready):
                self._await(agent, now)

    def _enter(self, stretch: Stretch) -> None:
        super()._enter(stretch)
        if stretch.works and self.window_ends is None:
            self._open_window(stretch.begins, 0)

    def _open_window(self, now: float, _who: int) -> None:
        if not self.stretch.works or self.window_ends is not None:
            return
        if self.tally.exact_seconds < self.world.exact_seconds and self.queue.has_due(now):
            self.window_began, self.window_ends = now, now + WINDOW
            self.since = Since(now)
            self.desks.forget_talks(now)
            self.at(now + 1, self._second)
        self.at(now + 3600, self._open_window)

    def free(self, now: float, agent: int) -> None:
        """Let an agent take who waits, or wait for the next answer."""
        if not self.stretch.staffed:
            return
        self._note_why(now)
        self.desks.ready[agent] = now
        if not self.meet_waiting(agent, now) and self.window_ends is None:
            self._await(agent, now)

    def note_met(self, waited: float, now: float) -> None:
        """Keep how long a free agent waits for an answer."""
        if now > self.window_began + WARMING_UP:
            self.gaps.append(waited)
            self.met += 1

    def note_missed(self, now: float) -> None:
        """Keep how many find nobody."""
        self.missed += now > self.window_began + WARMING_UP

    def _await(self, agent: int, now: float) -> None:
        since = self.desks.ready[agent]
        self.at(now + self._gap(), lambda at, who: self._next_answer(at, who, since), agent)
        self.why = Spent.PACING

    def _gap(self) -> float:
        """Return how long one of those waited who were looked at."""
        if not self.gaps:
            return self.luck.wait(30.0)
        return self.gaps[int(self.luck.share() * len(self.gaps))]

    def _next_answer(self, now: float, agent: int, since: float) -> None:
        """Ring people in the order of the queue until one answers this agent."""
        if self.window_ends is not None or self.desks.ready.get(agent) != since:
            return
        if not self.stretch.open:
            self.why = Spent.CLOSED
            return
        callers = Callers(self.desks.tongues(agent), self.stretch.shut)
        for _ in range(DIALS_AT_ONCE):
            case = next(iter(self.claim(now, callers, 1)), None) if self.room(now) > 0 else None
            leaves = self.carrier.turn(now) if case is not None else now
            if case is not None and leaves < self.stretch.ends:
                if self._rung(case, agent, now, leaves):
                    return
                continue
            if case is not None:
                self.queue.add(case, leaves)
            break
        self._note_why(now)
        self._why_idle(now, int(self.room(now) > 0))

    def _rung(self, case: int, agent: int, now: float, leaves: float) -> bool:
        """Ring one person; True where she talks with the agent."""
        fate = self.dial(case, leaves)
        if fate.outcome is not None:
            self.miss(case, leaves, fate)
            return False
        answers = self.met + self.missed
        if not self.needs_agent(case) and self.luck.share() * max(answers, 1) < self.missed:
            self.abandon(case, leaves)
            return False
        self._note_why(now)
        waited = now - self.desks.ready.pop(agent)
        self.tally.places[self.world.people.place[case]].idle += waited + leaves - now
        self.tally.spend(self.stretch.day, Spent.CARRIER, leaves - now)
        self.talk(case, agent, leaves)
        return True

    def _second(self, now: float, _who: int) -> None:
        """Let the pacing rule look, as the dialler does every second."""
        self._note_why(now)
        self.learn(now)
        self.why = Spent.PACING
        idle = not self.flying and not self.queue.has_due(now)  # such seconds teach nothing
        if idle or not self.stretch.works or self.window_ends is None or now >= self.window_ends:
            self.window_ends = None
            self.look(now, 0)
            return
        self.tally.exact_seconds += 1
        self.pace(now)
        self.at(now + 1, self._second)


def rehearsed_run(world: World, *, seed: int, observe: Observer = nobody_looks) -> Run:
    """Return the run of a world in its mode; a small floor dials progressively, as the real one does."""
    predictive = world.plan.mode is DialMode.PREDICTIVE and world.plan.agents >= FEWEST_AGENTS
    return (PredictiveRun if predictive else Run)(world, seed=seed, observe=observe)
