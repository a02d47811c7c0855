"""Everything that a rehearsal is given: the campaign's rules, its people, the floor that is tried and what is assumed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from campaigns.rules.calling.answering_hours import Level, Tallies
from campaigns.rules.calling.call_caps import Caps
from campaigns.rules.rehearsal.assumptions import Assumptions
from campaigns.rules.rehearsal.calendar import Hours
from campaigns.rules.rehearsal.people import People
from campaigns.rules.rehearsal.plan import RehearsalPlan


@dataclass(frozen=True)
class CarrierRoom:
    """What the carrier takes of this campaign: calls a second, calls at once, and calls that may wait for their turn."""

    per_second: float
    lines: int
    waiting: int


@dataclass(frozen=True)
class World:
    """One campaign as it stands at a moment. `tongues`: what each agent speaks (None: anything), one after the other."""

    people: People
    hours: Hours
    caps: Caps
    max_attempts: int
    ring_seconds: int
    max_talk_seconds: int
    carrier: CarrierRoom
    plan: RehearsalPlan
    now: datetime
    tongues: Sequence[frozenset[int] | None] = (None,)
    abandon_cap: float = 0.03
    abandon_target: float = 0.01  # what predictive mode aims at
    exact_seconds: int = 14_400  # of predictive mode that are paced one by one
    turns: Mapping[tuple[int, str, str], int] = field(default_factory=dict)
    learned_hours: bool = False  # the campaign rings people in the part of the day in which they answer
    answered: Mapping[Level, Mapping[str, Tallies]] = field(default_factory=dict)  # by level and area, until now
    assumptions: Assumptions = field(default_factory=Assumptions)
