"""The agents of a rehearsal: who is free and for how long, what each speaks, how fast she is and when she rests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp
from typing import Final, Protocol

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.pacing_pools import AgentSeen
from campaigns.rules.rehearsal.luck import Luck
from campaigns.rules.rehearsal.world import World

SIT_DOWN_WITHIN: Final = 300.0  # seconds of the beginning of the shift


@dataclass(frozen=True)
class Talking:
    """When an agent's last talk began, when it ended, when its wrap-up was over, and whether she rests then."""

    began: float
    hung_up: float
    over: float
    rests: bool


class Floor(Protocol):
    """Where a desk says when it is free."""

    def at(self, when: float, do: Callable[[float, int], None], who: int = 0) -> None:
        """Let something happen at a moment."""

    def free(self, now: float, agent: int) -> None:
        """Let an agent be ready."""


def _names(tongues: frozenset[int] | None, languages: Sequence[str]) -> frozenset[str]:
    """Return the languages by name; one that nobody on the list speaks has a name of its own."""
    return frozenset(languages[tongue] if tongue >= 0 else str(tongue) for tongue in tongues or ())


class Desks:
    """All desks; `ready` keeps who is free, the longest idle first, with since when."""

    def __init__(self, world: World, luck: Luck) -> None:
        self._luck, self._assumed = luck, world.assumptions
        agents = world.plan.agents
        spread = world.assumptions.agent_spread
        self.ready: dict[int, float] = {}
        self.talks: dict[int, Talking] = {}
        self.speed = [exp(spread * luck.bell()) for _ in range(agents)]
        self._writes = [exp(spread * luck.bell()) for _ in range(agents)]
        self._tongues = [world.tongues[agent % len(world.tongues)] for agent in range(agents)]
        self._names = [_names(tongues, world.people.languages) for tongues in self._tongues]
        self._alike = len(set(self._tongues)) == 1
        self._rest_at = [0.0] * agents

    def come(self, now: float, floor: Floor) -> None:
        """Let everybody sit down who is not still at work."""
        for agent in range(len(self.speed)):
            sits = now + self._luck.between(0, SIT_DOWN_WITHIN)
            self._rest_at[agent] = sits + self._until_rest()
            floor.at(sits, floor.free, agent)

    def go(self) -> None:
        """Let all who are free go home; whoever talks goes after her wrap-up."""
        self.ready.clear()

    def spoken(self) -> frozenset[int] | None:
        """Return the languages of those who are free; None where one speaks any."""
        if self._alike:
            return self._tongues[0]
        spoken: set[int] = set()
        for agent in self.ready:
            tongues = self._tongues[agent]
            if tongues is None:
                return None
            spoken |= tongues
        return frozenset(spoken)

    def seen(self, now: float) -> list[AgentSeen]:
        """Return the floor as the pacing rule sees it: who is free, who talks and who writes, and since when."""
        agents = []
        for agent, names in enumerate(self._names):
            if agent in self.ready:
                status, since = AgentStatus.READY, self.ready[agent]
            elif (talk := self.talks.get(agent)) is not None and now < talk.over:
                talks = now < talk.hung_up
                status, since = (AgentStatus.ON_CALL, talk.began) if talks else (AgentStatus.WRAP_UP, talk.hung_up)
            else:
                continue
            agents.append(AgentSeen(agent, status, now - since, names, ready=status is AgentStatus.READY))
        return agents

    def able(self, language: int) -> int | None:
        """Return the longest idle agent who may take a person of this language."""
        for agent in self.ready:
            tongues = self._tongues[agent]
            if not language or tongues is None or language in tongues:
                return agent
        return None

    def tongues(self, agent: int) -> frozenset[int] | None:
        """Return what an agent speaks."""
        return self._tongues[agent]

    def wrap_up(self, agent: int) -> float:
        """Return how long she writes after a talk."""
        return self._luck.lasting(self._assumed.wrap_up.mean, self._assumed.wrap_up.spread) * self._writes[agent]

    def break_after(self, agent: int, now: float) -> float:
        """Return how long she is away after this call; mostly not at all."""
        if not self._assumed.away or now < self._rest_at[agent]:
            return 0.0
        away = self._luck.wait(self._assumed.break_seconds)
        self._rest_at[agent] = now + away + self._until_rest()
        return away

    def forget_talks(self, now: float) -> None:
        """Forget talks that are over."""
        self.talks = {agent: talk for agent, talk in self.talks.items() if talk.over > now}

    def news(self, after: float, until: float) -> tuple[list[tuple[int, float]], list[tuple[int, float]], int, int]:
        """Return the talks and the wrap-ups that ended in a stretch of time, and how many agents came ready or went."""
        talks, wraps, ready, gone = list[tuple[int, float]](), list[tuple[int, float]](), 0, 0
        for agent, talk in list(self.talks.items()):
            if after < talk.hung_up <= until:
                talks.append((agent, talk.hung_up - talk.began))
            if talk.over <= until:
                wraps.append((agent, talk.over - talk.hung_up))
                ready, gone = ready + (not talk.rests), gone + talk.rests
                del self.talks[agent]
        return talks, wraps, ready, gone

    def _until_rest(self) -> float:
        away = self._assumed.away
        return self._luck.wait(self._assumed.break_seconds * (1 - away) / away) if away else 0.0
