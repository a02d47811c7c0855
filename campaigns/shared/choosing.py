"""Chooses whom to ring ahead among the cases at the head of the queue, by how likely each is to answer now."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np

from campaigns.rules.calling.answering_hours import times_as_likely
from campaigns.rules.calling.day_parts import part_of
from campaigns.rules.pacing import Floor, calls_to_choose
from campaigns.rules.pacing_calls import Queue
from campaigns.store.calling.answering_of_many import answering_of
from campaigns.store.calling.ready_queue import DueCase
from campaigns.store.session import Session
from campaigns.store.tables import Campaign

BESIDE: Final = 10  # cases that are looked at beyond those wanted
MOST_KEPT: Final = 10_000  # cases of whom it is remembered that they were passed over


@dataclass
class PassedOver:
    """How often others were rung before a case that stood ahead of them; kept in memory, as a restart loses little."""

    times: dict[UUID, int] = field(default_factory=dict)

    def note(self, due: Sequence[DueCase], chosen: Sequence[int]) -> None:
        """Remember who of these was passed over."""
        for one in due[: max(chosen, default=0)]:
            self.times[one.case.id] = self.times.get(one.case.id, 0) + 1
        for at in chosen:
            self.times.pop(due[at].case.id, None)
        while len(self.times) > MOST_KEPT:
            del self.times[next(iter(self.times))]  # the one remembered longest: she has been taken by another way


def suited(
    session: Session, campaign: Campaign, due: Sequence[DueCase], floor: Floor, passed: PassedOver, *, now: datetime
) -> list[DueCase]:
    """Return those of locked cases who suit the room on the floor, each with how likely she is to answer."""
    answering = answering_of(session, campaign, [one.case for one in due])
    part = part_of(now, ZoneInfo(campaign.zone))
    likely = [times_as_likely(answering[one.case.id], part) for one in due]
    waited = [passed.times.get(one.case.id, 0) for one in due]
    chosen = calls_to_choose(floor, Queue(np.array(likely, np.float64), np.array(waited, np.int64)))
    passed.note(due, chosen)
    return [replace(due[at], likely=likely[at]) for at in chosen]
