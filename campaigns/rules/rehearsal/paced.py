"""The seconds of predictive mode in virtual time: the real pacing rule looks at the floor, people answer and are met."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from campaigns.rules.campaign_states import DialMode
from campaigns.rules.outcomes import Outcome
from campaigns.rules.pacing import Floor, calls_to_place
from campaigns.rules.pacing_learning import News, learn, nothing_learned
from campaigns.rules.pacing_pools import CallSeen, DaySoFar, language_pools, pool_sees
from campaigns.rules.rehearsal.numbers import Fate
from campaigns.rules.rehearsal.people import PROMISED
from campaigns.rules.rehearsal.queue import Callers
from campaigns.rules.rehearsal.run import Observer, Run, nobody_looks
from campaigns.rules.rehearsal.world import World

GRACE: Final = 2.0  # an answered person may wait so long
NOT_AHEAD: Final = 30.0  # until somebody who needs an agent reserved is looked at again


@dataclass
class Flying:
    """A call without an agent: it rings, or waits for one."""

    case: int
    leaves: float
    answered_at: float | None = None


@dataclass
class Since:
    """What happened since the pacing rule last looked."""

    at: float = 0.0
    placed: int = 0
    answered: list[float] = field(default_factory=list)
    failed: list[float] = field(default_factory=list)
    abandoned: int = 0


class PacedRun(Run):
    """A run in which people are rung for whom no agent is kept."""

    def __init__(self, world: World, *, seed: int, observe: Observer = nobody_looks) -> None:
        super().__init__(world, seed=seed, observe=observe)
        self.learned = nothing_learned(world.abandon_target, world.ring_seconds)
        self.flying: dict[int, Flying] = {}
        self.since = Since()
        self.calls = 0

    def pace(self, now: float) -> None:
        """Let the pacing rule look at each pool of languages, as the dialler does, and ring as many as it says."""
        people, today = self.world.people, self.tally.days[self.stretch.day]
        agents = self.desks.seen(now)
        pools = language_pools(agents, people.languages)
        day = DaySoFar(today.answered, today.abandoned, self.world.abandon_cap, self._closes() - now)
        for pool in pools:
            calls = [
                CallSeen(people.languages[people.language[call.case]], now - call.leaves, call.answered_at is not None)
                for call in self.flying.values()
            ]
            seen = pool_sees(pool, pools, agents, calls, day, self.learned)
            ready = sum(agents[at].number in self.desks.ready for at in pool.agents)
            wanted = calls_to_place(Floor(DialMode.PREDICTIVE, ready, self.room(now), seen))
            if wanted > 0:
                tongues = frozenset(people.languages.index(language) for language in pool.languages)
                self._place(now, wanted, tongues)

    def _place(self, now: float, wanted: int, tongues: frozenset[int]) -> None:
        callers = Callers(tongues, self.stretch.shut)
        for case in self.claim(now, callers, wanted):
            leaves = self.carrier.turn(now)
            kept = self.needs_agent(case)
            agent = self.desks.able(self.world.people.language[case]) if kept else None
            if leaves >= self.stretch.ends or (kept and agent is None):
                self.queue.add(case, now + NOT_AHEAD)
            elif agent is not None:
                self.dial_for(case, agent, now, look=0.0, idle=now - self.desks.ready.pop(agent))
            else:
                self._dial_ahead(case, leaves)

    def _dial_ahead(self, case: int, leaves: float) -> None:
        """Ring somebody for whom no agent is kept."""
        fate = self.dial(case, leaves)
        self.since.placed += 1
        self.calls += 1
        self.flying[self.calls] = Flying(case, leaves)
        if fate.outcome is None:
            self.at(leaves + fate.after, self._answered, self.calls)
        else:
            self.miss(case, leaves, fate)
            self.at(leaves + fate.after, self._failed(fate), self.calls)

    def _failed(self, fate: Fate) -> Callable[[float, int], None]:
        def fail(_now: float, call: int) -> None:
            del self.flying[call]
            self.since.failed.append(fate.after)

        return fail

    def _answered(self, now: float, call: int) -> None:
        """Join the longest idle agent who speaks the language; else wait two seconds for one."""
        flying = self.flying[call]
        flying.answered_at = now
        self.since.answered.append(now - flying.leaves)
        agent = self.desks.able(self.world.people.language[flying.case])
        if agent is not None:
            self._note_why(now)
            self.meet(call, agent, now)
        else:
            self.at(now + GRACE, self._give_up, call)

    def meet(self, call: int, agent: int, now: float) -> None:
        """Join an agent with who has answered."""
        flying = self.flying.pop(call)
        waited = now - self.desks.ready.pop(agent)
        self.tally.places[self.world.people.place[flying.case]].idle += waited
        self.note_met(waited, now)
        self.talk(flying.case, agent, now)

    def needs_agent(self, case: int) -> bool:
        """Tell who is never rung ahead of an agent: who was promised a call, or has found nobody once."""
        return bool(self.world.people.reserved[case]) or self.world.people.priority[case] == PROMISED

    def note_met(self, waited: float, now: float) -> None:
        """Count an answer that found an agent, who had waited so long."""

    def note_missed(self, now: float) -> None:
        """Count an answer that found nobody."""

    def meet_waiting(self, agent: int, now: float) -> bool:
        """Join a free agent with somebody who waits; False where nobody does."""
        tongues = self.desks.tongues(agent)
        for call, flying in self.flying.items():
            language = self.world.people.language[flying.case]
            if flying.answered_at is not None and (not language or tongues is None or language in tongues):
                self.meet(call, agent, now)
                return True
        return False

    def _give_up(self, now: float, call: int) -> None:
        if call not in self.flying:
            return
        flying = self.flying.pop(call)
        self.since.abandoned += 1
        self.note_missed(now)
        self.abandon(flying.case, now)

    def abandon(self, case: int, at: float) -> None:
        """End a call for which nobody was there."""
        self.rests.note_end(self.world.people.number_of(case), at)
        self.tally.note_call(self.world.people.place[case], self.stretch.day, talked=GRACE, abandoned=True)
        self.end(case, Outcome.ABANDONED, at)

    def _closes(self) -> float:
        """Return until when agents work without a break of the calendar."""
        ends = self.stretch.ends
        for stretch in self.stretches[self.stretches.index(self.stretch) + 1 :]:
            if not stretch.works or stretch.begins > ends:
                break
            ends = stretch.ends
        return ends

    def learn(self, now: float) -> None:
        """Tell the pacing rule what has happened since it last looked."""
        talks, wraps, ready, gone = self.desks.news(self.since.at, now)
        news = News(
            seconds=max(now - self.since.at, 1e-3),
            signed_in=len(self.desks.ready) + len(self.desks.talks),
            placed=self.since.placed,
            answered_after=np.array(self.since.answered, np.float64),
            failed_after=np.array(self.since.failed, np.float64),
            talk_agents=np.array([agent for agent, _ in talks], np.int64),
            talk_seconds=np.array([seconds for _, seconds in talks], np.float64),
            wrap_agents=np.array([agent for agent, _ in wraps], np.int64),
            wrap_seconds=np.array([seconds for _, seconds in wraps], np.float64),
            came_ready=ready,
            went_unannounced=gone,
            live_answers=len(self.since.answered),
            abandoned=self.since.abandoned,
        )
        self.learned = learn(self.learned, news)
        self.since = Since(now)
