"""Reads what has happened on a campaign's floor, as news for the pacing rule; and learns its latest days anew."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import ceil
from typing import Final
from uuid import UUID

from campaigns.rules.floor.floor_news import CallTimes, DeskMove, Desks, Ended, news_of, with_steps
from campaigns.rules.pacing_learning import Learned, News, learn
from campaigns.rules.pacing_progress import MOST_STEPS
from campaigns.rules.scripts.progress import step_numbers
from campaigns.rules.scripts.script import read_script
from campaigns.store.dialling.floor_facts import (
    MoveOfDesk,
    calls_moved,
    calls_since,
    moves_of_desks,
    nth_latest_call,
    steps_of_calls,
)
from campaigns.store.scripts import script_document
from campaigns.store.session import Session
from campaigns.store.tables import Campaign

REST: Final = timedelta(minutes=2)  # in which nothing happens: the floor had closed
LEARNED_AGAIN: Final = 4000  # calls; older ones count for little
DAYS_BACK: Final = timedelta(days=14)
STRETCH: Final = timedelta(seconds=5)  # of which the news are folded at once


@dataclass
class FloorHistory:
    """What the dialler keeps in mind of a floor between two looks."""

    desks: Desks = field(default_factory=Desks)
    numbers: dict[UUID, int] = field(default_factory=dict)  # of agents: small, and each stays her own
    steps: dict[str, int] = field(default_factory=dict)  # of the script

    def number(self, user_id: UUID) -> int:
        """Return the small number that stays an agent's own."""
        return self.numbers.setdefault(user_id, len(self.numbers))

    def read_script(self, session: Session, campaign: Campaign) -> None:
        """Number the steps of the campaign's present script."""
        version = campaign.script_version_id
        document = script_document(session, version) if version else None
        self.steps = step_numbers(read_script(document) if document else None, MOST_STEPS)

    def news(
        self, session: Session, campaign: Campaign, after: datetime, until: datetime, leaving: Collection[UUID]
    ) -> News:
        """Return what has happened after a moment up to another; `leaving`: desks that had announced a pause."""
        moves = self._moves(moves_of_desks(session, campaign.id, after, until))
        ended = self.desks.take(moves, leaving=leaving)
        news = news_of(calls_moved(session, campaign.id, after, until), ended, after, until)
        return self._with_steps(session, news, ended)

    def learn_again(self, session: Session, campaign: Campaign, nothing: Learned, *, until: datetime) -> Learned:
        """Return what the latest calls teach: their order is kept, and hours in which nobody called are left out."""
        learned, self.desks = nothing, Desks()
        since = nth_latest_call(session, campaign.id, LEARNED_AGAIN, since=until - DAYS_BACK)
        if since is None or since >= until:
            return learned
        calls = calls_since(session, campaign.id, since)
        moves = self._moves(moves_of_desks(session, campaign.id, since, until))
        signed_in = len({move.desk for move in moves})
        for begins, some_calls, some_moves in _stretches(calls, moves, since, until):
            if begins is None:
                learned, self.desks = learn(learned, News(REST.total_seconds(), signed_in)), Desks()
                continue
            ended = self.desks.take(some_moves)
            news = news_of(some_calls, ended, begins, begins + STRETCH)
            answered = [call for call in some_calls if call.by_person and _within(call.answered_at, begins)]
            abandoned = sum(call.abandoned for call in answered)
            news = replace(news, signed_in=signed_in, live_answers=len(answered), abandoned=abandoned)
            learned = learn(learned, self._with_steps(session, news, ended))
        return learned

    def _moves(self, moves: Sequence[MoveOfDesk]) -> list[DeskMove]:
        return [
            DeskMove(move.desk, self.number(move.user_id), move.event, move.before, move.after, move.at, move.call_id)
            for move in moves
        ]

    def _with_steps(self, session: Session, news: News, ended: Ended) -> News:
        if not ended.handled:
            return news
        rows = steps_of_calls(session, [call.call_id for call in ended.handled if call.call_id])
        return with_steps(news, ended.handled, rows, self.steps)


def _stretches(
    calls: Sequence[CallTimes], moves: Sequence[DeskMove], since: datetime, until: datetime
) -> Iterator[tuple[datetime | None, list[CallTimes], list[DeskMove]]]:
    """Yield each stretch's beginning and what happened in it, a stretch without beginning for each long rest."""
    calls_in, moves_in = defaultdict[int, list[CallTimes]](list), defaultdict[int, list[DeskMove]](list)
    for call in calls:
        moments = [at for at in (call.sent_at, call.answered_at, call.ended_at) if at and since < at <= until]
        for number in {_number(at, since) for at in moments}:
            calls_in[number].append(call)
    for move in moves:
        moves_in[_number(move.at, since)].append(move)
    last = 0
    for number in sorted({*calls_in, *moves_in}):
        if (number - last) * STRETCH > REST:
            yield None, [], []
            last = number - 1
        for each in range(last + 1, number + 1):
            yield since + each * STRETCH, calls_in.get(each, []), moves_in.get(each, [])
        last = number


def _number(at: datetime, since: datetime) -> int:
    """Return in which stretch a moment lies; its beginning still belongs to the one before."""
    return ceil((at - since) / STRETCH) - 1


def _within(at: datetime | None, begins: datetime) -> bool:
    return at is not None and begins < at <= begins + STRETCH
