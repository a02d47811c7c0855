"""What the dialler knows of one predictive campaign: its floor at this second, and what the floor has taught it.

One account of abandoned calls and one set of laws is kept for each campaign, since the cap is the campaign's and a
language alone would teach too slowly; the floor itself is looked at in a pool for each language (pacing_pools). All of
it follows from stored calls: after a restart the latest of them are folded again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.calling.calling_hours import CallingRules, closing
from campaigns.rules.calling.local_day import LocalDay, local_day
from campaigns.rules.floor.floor_news import Desks
from campaigns.rules.pacing import Predicted
from campaigns.rules.pacing_learning import Learned, News, learn, nothing_learned
from campaigns.rules.pacing_pools import AgentSeen, CallSeen, DaySoFar, Pool, language_pools, pool_sees
from campaigns.rules.scripts.progress import NEARLY_DONE, OPENING
from campaigns.shared.choosing import PassedOver
from campaigns.shared.floor_history import REST, FloorHistory
from campaigns.store.dialling.floor_facts import (
    DeskNow,
    abandoned_of_day,
    calls_without_agent,
    case_languages,
    desks_at_work,
    live_answers_of_day,
)
from campaigns.store.session import Session
from campaigns.store.tables import Campaign

SETTLES: Final = timedelta(seconds=5)  # of the clock: by then what happened at a moment stands in the tables
RECOUNTED: Final = timedelta(seconds=10)  # the day's answers are counted so often; they only become more
READ_AGAIN: Final = timedelta(minutes=1)  # languages and script of the campaign, which seldom change


@dataclass(frozen=True)
class FloorNow:
    """The floor at a moment."""

    desks: Sequence[DeskNow]
    agents: Sequence[AgentSeen]  # in the same places
    calls: Sequence[CallSeen]
    pools: Sequence[Pool]
    day: DaySoFar
    learned: Learned
    passed_over: PassedOver

    def ready_in(self, pool: Pool, besides: Collection[UUID] = ()) -> list[DeskNow]:
        """Return the ready agents of a pool, the longest-idle first, without some desks."""
        desks = [self.desks[at] for at in sorted(pool.agents) if self.agents[at].ready]
        return [desk for desk in desks if desk.id not in besides]

    def seen_in(self, pool: Pool, placed: Sequence[CallSeen] = ()) -> Predicted:
        """Return what predictive mode sees of a pool, with calls that were placed since the look."""
        return pool_sees(pool, self.pools, self.agents, [*self.calls, *placed], self.day, self.learned)


@dataclass
class FloorWatch:
    """The dialler's memory of one campaign; a new one remembers by reading."""

    history: FloorHistory = field(default_factory=FloorHistory)
    learned: Learned | None = None
    looked_at: datetime | None = None
    leaving: set[UUID] = field(default_factory=set)
    day: LocalDay | None = None
    answered: int = 0
    abandoned: int = 0
    counted_at: datetime | None = None
    languages: set[str] = field(default_factory=set)
    read_at: datetime | None = None
    passed_over: PassedOver = field(default_factory=PassedOver)

    def look(
        self, session: Session, campaign: Campaign, rules: CallingRules, *, heard_since: datetime, now: datetime
    ) -> FloorNow:
        """Read the floor, learn what has happened since the last look, and return what there is to see now."""
        if self.looked_at is not None and now < self.looked_at:  # the clock was ahead and is set right
            vars(self).update(vars(FloorWatch()))
        if self.read_at is None or now - self.read_at >= READ_AGAIN:
            self.read_at = now
            self.languages = case_languages(session, campaign.id)
            self.history.read_script(session, campaign)
        desks = desks_at_work(session, campaign.id, heard_since=heard_since)
        self.learned = self._learn(session, campaign, signed_in=len(desks), now=now)
        self.leaving = {desk.id for desk in desks if _is_leaving(desk)}
        agents = [self._seen(desk, now) for desk in desks]
        calls = [
            CallSeen(language or "", (now - at).total_seconds(), waits, likely)
            for language, at, waits, likely in calls_without_agent(session, campaign.id)
        ]
        left = max((closing(rules, now=now) - now).total_seconds(), 0.0)
        day = DaySoFar(self.answered, self.abandoned, campaign.abandon_cap, left)
        return FloorNow(
            desks, agents, calls, language_pools(agents, self.languages), day, self.learned, self.passed_over
        )

    def _learn(self, session: Session, campaign: Campaign, *, signed_in: int, now: datetime) -> Learned:
        """Return what is known now: the aim may have been set anew."""
        learned = self._with_news(session, campaign, signed_in=signed_in, now=now)
        if learned.budget.cap == campaign.abandon_target:
            return learned
        return replace(learned, budget=replace(learned.budget, cap=campaign.abandon_target))

    def _with_news(self, session: Session, campaign: Campaign, *, signed_in: int, now: datetime) -> Learned:
        since, until = self.looked_at, now - SETTLES
        live_answers, abandoned = self._count(session, campaign, now=now)
        if self.learned is None or since is None:
            self.looked_at = until
            nothing = nothing_learned(campaign.abandon_target, float(campaign.ring_seconds))
            return self.history.learn_again(session, campaign, nothing, until=until)
        if until <= since:
            return self.learned
        self.looked_at = until
        if until - since > REST:
            self.history.desks = Desks()
            return learn(self.learned, News(REST.total_seconds(), signed_in))
        news = self.history.news(session, campaign, since, until, self.leaving)
        news = replace(news, signed_in=signed_in, live_answers=live_answers, abandoned=abandoned)
        return learn(self.learned, news)

    def _count(self, session: Session, campaign: Campaign, *, now: datetime) -> tuple[int, int]:
        """Count the day so far, and return by how much that is more than at the last look."""
        day = local_day(ZoneInfo(campaign.zone), now=now)
        before = (self.answered, self.abandoned) if day == self.day else (0, 0)
        if day != self.day or self.counted_at is None or now - self.counted_at >= RECOUNTED:
            self.day, self.counted_at = day, now
            self.answered = live_answers_of_day(session, campaign.id, day)
        self.abandoned = abandoned_of_day(session, campaign.id, day)
        return self.answered - before[0], self.abandoned - before[1]

    def _seen(self, desk: DeskNow, now: datetime) -> AgentSeen:
        step, since = self._step(desk)
        return AgentSeen(
            number=self.history.number(desk.user_id),
            status=desk.status,
            seconds=(now - desk.since).total_seconds(),
            languages=frozenset(desk.languages),
            ready=desk.status is AgentStatus.READY and desk.has_leg and desk.is_there,
            leaving=_is_leaving(desk),
            step=step,
            step_seconds=(now - since).total_seconds(),
        )

    def _step(self, desk: DeskNow) -> tuple[int, datetime]:
        """Return the number of the step that an agent has come to, 0 where it tells nothing, and since when."""
        steps = self.history.steps
        if desk.step == NEARLY_DONE and desk.step_since:
            return steps[NEARLY_DONE], desk.step_since
        if desk.status is not AgentStatus.ON_CALL:
            return 0, desk.since
        if desk.step and desk.step_since:
            return steps.get(desk.step, 0), desk.step_since
        return (OPENING if len(steps) > 1 else 0), desk.since


def _is_leaving(desk: DeskNow) -> bool:
    return desk.next_pause is not None or not desk.has_leg
