"""A floor of several languages, seen as one pool of agents for each group of languages that the same agents speak.

Agents speak several languages, so pools overlap. A call in a language is judged by the agents who speak it alone: all
of them, whatever else they speak, less what calls of other languages will take of them. Those go to the longest-idle
agent of their own pool, so the share of them that comes to this one is the share of that pool which is in this one too.
The pool of fewest agents is asked first, so that who alone can speak with somebody is counted where she is needed.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.pacing import Predicted
from campaigns.rules.pacing_agents import Busy
from campaigns.rules.pacing_calls import Passing, Ringing
from campaigns.rules.pacing_learning import Learned

ANY = ""  # the language of a case of which none is known: any agent may take it


@dataclass(frozen=True)
class AgentSeen:
    """One agent of the floor at a moment. `ready`: a call can be put through to her now."""

    number: int  # a small one that stays her own
    status: AgentStatus
    seconds: float  # in it
    languages: frozenset[str]  # none: any
    ready: bool = False
    leaving: bool = False  # announced a pause or the end of her shift, or has lost her line
    step: int = 0
    step_seconds: float = 0.0

    def speaks(self, language: str) -> bool:
        """Tell whether a call in a language may be put through to her."""
        return language == ANY or not self.languages or language in self.languages


@dataclass(frozen=True)
class CallSeen:
    """One live call that has no agent yet."""

    language: str
    seconds: float  # since the dial
    waiting: bool = False  # somebody has answered
    likely: float = 1.0  # to be answered, in times the usual


@dataclass(frozen=True)
class DaySoFar:
    """What the day's cap is kept on, and how long it goes on."""

    answered: int
    abandoned: int
    cap: float
    seconds_left: float


@dataclass(frozen=True)
class Pool:
    """Languages that the same agents speak, and the positions of these agents among all."""

    languages: tuple[str, ...]
    agents: frozenset[int]

    def share_of(self, other: "Pool") -> float:
        """Return the share of another pool's answers that comes to agents of this one."""
        return len(self.agents & other.agents) / len(other.agents)


def language_pools(agents: Sequence[AgentSeen], languages: Collection[str]) -> list[Pool]:
    """Return the pools that somebody is in, the one of fewest agents first."""
    speakers = defaultdict[frozenset[int], list[str]](list)
    for language in sorted({*languages, ANY}):
        speakers[frozenset(at for at, agent in enumerate(agents) if agent.speaks(language))].append(language)
    pools = [Pool(tuple(spoken), able) for able, spoken in speakers.items() if able]
    return sorted(pools, key=lambda pool: (len(pool.agents), pool.languages))


def pool_sees(
    pool: Pool,
    pools: Sequence[Pool],
    agents: Sequence[AgentSeen],
    calls: Sequence[CallSeen],
    day: DaySoFar,
    learned: Learned,
) -> Predicted:
    """Return what predictive mode sees of one pool."""
    mine = [agents[at] for at in sorted(pool.agents)]
    of = {language: each for each in pools for language in each.languages}
    shares = {language: pool.share_of(each) for language, each in of.items()}
    waiting = [shares.get(call.language, 0.0) for call in calls if call.waiting]
    return Predicted(
        busy=_busy([agent for agent in mine if agent.status in (AgentStatus.ON_CALL, AgentStatus.WRAP_UP)]),
        ringing=_ringing([call for call in calls if not call.waiting and call.language in pool.languages]),
        waiting=int(np.ceil(sum(waiting) - 1e-9)),
        answered_today=day.answered,
        abandoned_today=day.abandoned,
        seconds_left=day.seconds_left,
        learned=learned,
        reserved=sum(agent.status is AgentStatus.RESERVED for agent in mine),
        passing=tuple(_passing(pool, shares, calls)),
        cap=day.cap,
    )


def _passing(pool: Pool, shares: Mapping[str, float], calls: Sequence[CallSeen]) -> list[Passing]:
    others = defaultdict[float, list[CallSeen]](list)
    for call in calls:
        share = shares.get(call.language, 0.0)
        if share and not call.waiting and call.language not in pool.languages:
            others[share].append(call)
    return [Passing(_ringing(each), share) for share, each in sorted(others.items())]


def _busy(agents: Sequence[AgentSeen]) -> Busy:
    return Busy(
        np.array([agent.number for agent in agents], np.int64),
        np.array([agent.status is AgentStatus.WRAP_UP for agent in agents], np.bool_),
        np.array([max(agent.seconds, 0.0) for agent in agents], np.float64),
        np.array([agent.leaving for agent in agents], np.bool_),
        np.array([agent.step for agent in agents], np.int64),
        np.array([max(agent.step_seconds, 0.0) for agent in agents], np.float64),
    )


def _ringing(calls: Sequence[CallSeen]) -> Ringing:
    seconds = np.array([max(call.seconds, 0.0) for call in calls], np.float64).astype(np.int64)
    return Ringing(seconds, np.array([call.likely for call in calls], np.float64))
