"""Calls of a predictive campaign: placed ahead of free agents while the risk allows it, else one for each free agent.

A promised callback, and a person who has found nobody once, are rung with an agent reserved, and go first: while one of
them is due and an agent of her language is ready, nobody is rung ahead in that language until the risk allows to take
that agent away.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from campaigns.rules.calling.call_caps import Caps
from campaigns.rules.calling.callback_slots import OWNER_WAITS
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.pacing import Floor, Predicted, calls_to_place, falls_back
from campaigns.rules.pacing_fallback import Fallback
from campaigns.rules.pacing_pools import CallSeen, Pool
from campaigns.shared.choosing import BESIDE, suited
from campaigns.shared.floor_watch import FloorNow
from campaigns.shared.intending import Limits, Pair, intend, pair
from campaigns.store.calling.queue_claims import Whom
from campaigns.store.calling.ready_queue import Callers, DueCase, claim_due_cases
from campaigns.store.desk.agent_sessions import claim_ready_agents
from campaigns.store.dialling.campaign_paces import note_pace
from campaigns.store.session import Session
from campaigns.store.tables import AgentSession, Campaign, Case

RESERVED_AT_ONCE: Final = 5  # calls with an agent reserved in one look at one pool, where others are placed ahead


@dataclass
class CallsAhead:
    """One look at a predictive campaign: what it places, pool by pool."""

    session: Session
    campaign: Campaign
    floor: FloorNow
    limits: Limits
    room: int
    shut: list[str]
    caps: Caps
    now: datetime
    placed: list[CallSeen] = field(default_factory=list)  # without an agent
    reserved: set[UUID] = field(default_factory=set)  # desks
    intended: list[UUID] = field(default_factory=list)
    decided: Counter[str] = field(default_factory=Counter)

    def place(self) -> None:
        """Intend what the floor takes now; who alone speaks a language is looked at first."""
        fallen = dict[Pool, Fallback]()
        for pool in self.floor.pools:
            seen = self.floor.seen_in(pool, self.placed)
            seen = replace(seen, reserved=seen.reserved + len(self.reserved & self._desks_of(pool)))
            ready = len(self.floor.ready_in(pool, self.reserved))
            if because := falls_back(ready, seen):
                fallen[pool] = because
                self._one_for_each(pool, ready, seen, because)
            elif self._with_agents_reserved(pool, ready, seen):
                self._ahead(pool, seen)
            else:
                fallen[pool] = Fallback.PROMISED
        self._note_pace(fallen)

    def _one_for_each(self, pool: Pool, ready: int, seen: Predicted, because: Fallback) -> None:
        """Call as progressive does; beside calls that others may take, one at a time, so that their forecast follows."""
        room = min(self.room, 1) if seen.passing else self.room
        wanted = calls_to_place(Floor(DialMode.PREDICTIVE, ready, room, seen))
        due = self._claim(pool, Whom.ANYBODY, wanted)
        self._intend(pair(self._agents(pool, due), due), because.value)

    def _with_agents_reserved(self, pool: Pool, ready: int, seen: Predicted) -> bool:
        """Call who must find somebody; True where nobody of them is left, so that others may be rung ahead."""
        wanted = min(ready - seen.waiting, self.room, RESERVED_AT_ONCE)
        due = self._claim(pool, Whom.WITH_AGENT, wanted)
        if not due:
            return True
        spare = 0
        while spare < len(due) and self._may_take_away(spare + 1, ready, seen):
            spare += 1
        self._intend(pair(self._agents(pool, due[:spare]), due[:spare]), "promised_or_abandoned")
        return spare == len(due)

    def _may_take_away(self, agents: int, ready: int, seen: Predicted) -> bool:
        """Tell whether so many agents may be reserved: who rings already must still find somebody."""
        quiet = not len(seen.ringing) and not seen.passing and not seen.waiting
        return quiet or calls_to_place(Floor(DialMode.PREDICTIVE, ready - agents, 1, seen)) > 0

    def _ahead(self, pool: Pool, seen: Predicted) -> None:
        ready = len(self.floor.ready_in(pool, self.reserved))
        floor = Floor(DialMode.PREDICTIVE, ready, self.room, seen)
        wanted = calls_to_place(floor)
        if wanted and self.campaign.learned_hours:
            some = self._claim(pool, Whom.AHEAD, wanted + BESIDE)
            due = suited(self.session, self.campaign, some, floor, self.floor.passed_over, now=self.now)
        else:
            due = self._claim(pool, Whom.AHEAD, wanted)
        called = {case.id for case in self._intend([(None, one) for one in due], "ahead")}
        self.placed += [
            CallSeen(one.case.language or "", 0.0, likely=one.likely or 1.0) for one in due if one.case.id in called
        ]

    def _intend(self, pairs: Sequence[Pair], because: str) -> list[Case]:
        """Intend calls, count why they were placed, and return their cases."""
        calls = intend(self.session, self.campaign, pairs, self.limits, now=self.now)
        self.reserved |= {agent.id for agent, _ in pairs if agent is not None and agent.call_id in calls}
        self.intended += calls
        self.room -= len(calls)
        self.decided.update({"intended": len(calls), f"intended_{because}": len(calls)})
        return list(calls.values())

    def _claim(self, pool: Pool, whom: Whom, wanted: int) -> list[DueCase]:
        if wanted <= 0:
            return []
        ready = [desk.user_id for desk in self.floor.ready_in(pool, self.reserved)]
        callers = Callers(
            ready, pool.languages, self.shut, promises_before=self.now - OWNER_WAITS, whom=whom, caps=self.caps
        )
        claimed = claim_due_cases(self.session, self.campaign, callers, now=self.now, limit=wanted)
        self.decided.update(claimed.held)
        return claimed.due

    def _agents(self, pool: Pool, due: Sequence[DueCase]) -> list[AgentSession]:
        """Lock a ready agent for each case: who promised the call, or the longest-idle; none whom an answer holds now."""
        owners = {one.case.owner_id for one in due}
        desks = sorted(self.floor.ready_in(pool, self.reserved), key=lambda desk: desk.user_id not in owners)
        among, heard_since = [desk.id for desk in desks[: len(due)]], self.now - self.limits.desk_silence
        return claim_ready_agents(
            self.session, self.campaign.id, heard_since=heard_since, limit=len(among), among=among
        )

    def _desks_of(self, pool: Pool) -> set[UUID]:
        return {self.floor.desks[at].id for at in pool.agents}

    def _note_pace(self, fallen: dict[Pool, Fallback]) -> None:
        """Keep for the floor page how calls are paced, and in which languages, as soon as it changes."""
        because = next(iter(fallen.values()), None)
        alike = [pool for pool, why in fallen.items() if why is because]
        of_all = len(alike) == len(self.floor.pools)
        languages = [] if of_all else sorted(language for pool in alike for language in pool.languages if language)
        note_pace(self.session, self.campaign, because, languages, at=self.now)
