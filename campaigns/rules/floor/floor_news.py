"""Turns stored calls and desks' moves into the news that the pacing rule learns from, second by second."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

import numpy as np

from campaigns.rules.agent_states import AgentEvent, AgentStatus
from campaigns.rules.pacing_learning import News
from campaigns.rules.scripts.progress import NEARLY_DONE

_FIRST = (AgentEvent.HANG_UP, AgentEvent.LOG, AgentEvent.RELEASE)  # of moves at one moment, in this order


@dataclass(frozen=True)
class CallTimes:
    """When one call that had left was answered and ended. `by_person`: as far as is known; `likely`: in times the usual."""

    sent_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    by_person: bool = True
    abandoned: bool = False
    likely: float = 1.0


@dataclass(frozen=True)
class DeskMove:
    """One move of one agent's desk."""

    desk: UUID
    agent: int  # the small number that stays her own
    event: AgentEvent
    before: AgentStatus
    after: AgentStatus
    at: datetime
    call_id: UUID | None


@dataclass(frozen=True)
class Handled:
    """A call that an agent has done with: from the first word to the end of its wrap-up."""

    call_id: UUID | None
    began: datetime
    hung_up: datetime
    over: datetime


@dataclass
class Ended:
    """What ended at desks in a stretch of time."""

    talks: list[tuple[int, float]] = field(default_factory=list)  # agent, seconds
    wraps: list[tuple[int, float]] = field(default_factory=list)
    came_ready: int = 0
    went: int = 0
    handled: list[Handled] = field(default_factory=list)


@dataclass
class Desks:
    """Remembers of each desk since when she talks, and since when she wraps up."""

    talks: dict[UUID, datetime] = field(default_factory=dict)
    wraps: dict[UUID, tuple[datetime, datetime, UUID | None]] = field(default_factory=dict)

    def take(self, moves: Iterable[DeskMove], *, leaving: Collection[UUID] = ()) -> Ended:
        """Fold moves; `leaving`: the desks that had announced a pause, whose going tells nothing."""
        ended, logged = Ended(), dict[UUID, datetime]()
        for move in sorted(moves, key=_order):
            if move.after is AgentStatus.ON_CALL:
                self.talks[move.desk] = move.at
            elif move.event is AgentEvent.HANG_UP:
                self._hang_up(move, ended)
            elif move.before is AgentStatus.WRAP_UP:
                self._log(move, ended, is_leaving=move.desk in leaving)
                if move.after is AgentStatus.READY and move.desk not in leaving:
                    logged[move.desk] = move.at
            elif move.event is AgentEvent.PAUSE and logged.get(move.desk) == move.at:
                ended.came_ready -= 1  # her break began with the outcome: nobody could have known
                ended.went += 1
        return ended

    def _hang_up(self, move: DeskMove, ended: Ended) -> None:
        if began := self.talks.pop(move.desk, None):
            ended.talks.append((move.agent, (move.at - began).total_seconds()))
            self.wraps[move.desk] = (began, move.at, move.call_id)

    def _log(self, move: DeskMove, ended: Ended, *, is_leaving: bool) -> None:
        if found := self.wraps.pop(move.desk, None):
            began, hung_up, call_id = found
            ended.wraps.append((move.agent, (move.at - hung_up).total_seconds()))
            ended.handled.append(Handled(call_id, began, hung_up, move.at))
        if not is_leaving:
            ended.came_ready += move.after is AgentStatus.READY
            ended.went += move.after is not AgentStatus.READY


def news_of(calls: Sequence[CallTimes], ended: Ended, begins: datetime, ends: datetime) -> News:
    """Return the news of a stretch: what was placed, answered, given up and handled after its beginning up to its end.

    Who is signed in, and how many of the answers count for the day, is for those to add who have counted it.
    """
    answered, failed = list[float](), list[float]()
    placed = 0.0
    for call in calls:
        if begins < call.sent_at <= ends:
            placed += call.likely
        if call.answered_at is not None:
            if begins < call.answered_at <= ends:
                answered.append(_seconds(call.sent_at, call.answered_at))
        elif call.ended_at is not None and begins < call.ended_at <= ends:
            failed.append(_seconds(call.sent_at, call.ended_at))
    return News(
        seconds=(ends - begins).total_seconds(),
        signed_in=0,
        placed=placed,
        answered_after=np.array(answered, np.float64),
        failed_after=np.array(failed, np.float64),
        talk_agents=np.array([agent for agent, _ in ended.talks], np.int64),
        talk_seconds=np.array([seconds for _, seconds in ended.talks], np.float64),
        wrap_agents=np.array([agent for agent, _ in ended.wraps], np.int64),
        wrap_seconds=np.array([seconds for _, seconds in ended.wraps], np.float64),
        came_ready=ended.came_ready,
        went_unannounced=ended.went,
    )


StepRows = Mapping[UUID, Sequence[tuple[str, datetime]]]  # the steps of each call, in their order


def with_steps(news: News, handled: Sequence[Handled], rows: StepRows, numbers: Mapping[str, int]) -> News:
    """Return the news with the steps of calls that are done with. The first numbered step is the opening."""
    opening = next((step for step in numbers if step != NEARLY_DONE), "")
    found = list[tuple[int, float, float, float]]()
    for call in handled:
        came = [(opening, call.began), *(rows.get(call.call_id, ()) if call.call_id else ())]
        for at, (step, began) in enumerate(came):
            nearly = step == NEARLY_DONE
            left = call.over if nearly else call.hung_up  # the key's word stands for the wrap-up, too
            if at + 1 < len(came):
                left = min(left, came[at + 1][1])
            if number := numbers.get(step):
                found.append((number, _seconds(call.began, began), _seconds(began, left), _seconds(began, call.over)))
    columns = np.array(found, np.float64).reshape(-1, 4)
    return replace(
        news,
        steps=columns[:, 0].astype(np.int64),
        step_so_far=columns[:, 1],
        step_stayed=columns[:, 2],
        step_rest=columns[:, 3],
    )


def _order(move: DeskMove) -> tuple[datetime, int]:
    return move.at, _FIRST.index(move.event) if move.event in _FIRST else len(_FIRST)


def _seconds(since: datetime, until: datetime) -> float:
    return max((until - since).total_seconds(), 0.0)
