"""A campaign in virtual time, event by event: the real rules, the real order of the queue, drawn people and agents.

An event is an agent who is free, a person who may be rung, or a border of the calendar. Preview and progressive mode
need nothing finer; predictive mode adds its seconds in predictive.py.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from campaigns.rules.campaign_states import DialMode
from campaigns.rules.outcomes import Outcome
from campaigns.rules.pacing import Floor, calls_to_place
from campaigns.rules.rehearsal.agenda import Agenda
from campaigns.rules.rehearsal.calendar import Stretch, stretches
from campaigns.rules.rehearsal.carrier import HANDED_WITHIN, CarrierTurns
from campaigns.rules.rehearsal.cases import Cases
from campaigns.rules.rehearsal.desks import Desks, Talking
from campaigns.rules.rehearsal.luck import Luck
from campaigns.rules.rehearsal.numbers import Fate, Numbers, Rests, moment
from campaigns.rules.rehearsal.place_habits import PlaceHabits
from campaigns.rules.rehearsal.queue import NEVER, Callers, ReadyQueue
from campaigns.rules.rehearsal.tally import DayTally, PlaceTally, Spent, Tally
from campaigns.rules.rehearsal.world import World

LOOK_AGAIN: Final = 60.0  # where people are due whom nobody may or can call
Observer = Callable[[float, int, int], None]  # every dial: when, case, number


def nobody_looks(_at: float, _case: int, _number: int) -> None:
    """Observe nothing."""


class Run(Agenda):
    """One rehearsal with one seed."""

    def __init__(self, world: World, *, seed: int, observe: Observer = nobody_looks) -> None:
        super().__init__()
        self.world, self.observe = world, observe
        people, plan = world.people, world.plan
        self.luck = Luck(seed, plan.agents, len(people))
        self.numbers = Numbers(people, world.assumptions, self.luck)
        self.habits = PlaceHabits(world)
        self.rests = Rests(people, world.caps)
        self.queue = ReadyQueue(people, world.turns)
        self.tally = Tally([PlaceTally() for _ in people.places], [DayTally() for _ in range(plan.days)])
        self.cases = Cases(world, self.queue, self.rests, self.tally, self.luck)
        self.desks = Desks(world, self.luck)
        self.stretches = stretches(world.hours, plan, people.places, now=world.now)
        self.stretch = self.stretches[0]
        self.carrier = CarrierTurns(world.carrier)
        self.wake_at = NEVER
        self.why, self.why_since = Spent.CLOSED, self.stretch.begins
        self.live = 0  # people in calls

    def run(self, heard: Callable[[float], None] = lambda share: None) -> Tally:
        """Play all days; tells the share that is done now and then."""
        for index, stretch in enumerate(self.stretches):
            self._enter(stretch)
            self.play_until(stretch.ends)
            self._note_why(stretch.ends)
            heard((index + 1) / len(self.stretches))
            if not self.queue.size and not self.live:
                break
        return self.tally

    def local(self, now: float) -> datetime:
        """Return a moment where the called people live."""
        return moment(now).astimezone(self.world.hours.rules.zone)

    def _enter(self, stretch: Stretch) -> None:
        before, self.stretch = self.stretch, stretch
        midnight = self.local(stretch.begins).replace(hour=0, minute=0, second=0, microsecond=0)
        tomorrow = (midnight + timedelta(days=1)).timestamp()
        if stretch.day != before.day:
            self.rests.begin_day(tomorrow)
        self.rests.tomorrow = tomorrow
        if stretch.staffed and (not before.staffed or stretch is self.stretches[0]):
            self._note_why(stretch.begins)
            self.desks.come(stretch.begins, self)
        elif not stretch.staffed:
            self.desks.go()
        self.look(stretch.begins, 0)

    def look(self, now: float, _who: int) -> None:
        """Hand out calls to whoever is free."""
        if now >= self.wake_at:
            self.wake_at = NEVER
        self._note_why(now)
        if not self.desks.ready:
            return
        if not self.stretch.open:
            self.why = Spent.CLOSED
            return
        wanted = calls_to_place(Floor(self.world.plan.mode, len(self.desks.ready), self.room(now)))
        if wanted:
            self._hand_out(now, wanted)
        self._why_idle(now, wanted)

    def free(self, now: float, agent: int) -> None:
        """Let an agent be ready, if she still works."""
        if self.stretch.staffed:
            self._note_why(now)
            self.desks.ready[agent] = now
            self.look(now, 0)

    def room(self, now: float) -> int:
        """Return how many more calls the carrier takes."""
        return self.carrier.room(now, self.live)

    def claim(self, now: float, callers: Callers, limit: int) -> list[int]:
        """Take out cases that may be rung; those whose number has opted out meanwhile go on to their next."""
        if not self.queue.has_due(now):
            return []
        claimed = self.queue.claim(callers, lambda case: self.rests.until(case, now), now=now, limit=limit)
        return [case for case in claimed if not self.cases.skip_silenced(case, now)]

    def _hand_out(self, now: float, wanted: int) -> None:
        for case in self.claim(now, Callers(self.desks.spoken(), self.stretch.shut), wanted):
            agent = self.desks.able(self.world.people.language[case])
            looks = self.world.plan.mode is DialMode.PREVIEW
            look = (
                self.luck.lasting(self.world.assumptions.look.mean, self.world.assumptions.look.spread) if looks else 0
            )
            if agent is None or now + look + HANDED_WITHIN >= self.stretch.ends:
                self.queue.add(case, now)
                continue
            idle = now - self.desks.ready.pop(agent)
            self.dial_for(case, agent, now, look=look, idle=idle)

    def dial_for(self, case: int, agent: int, now: float, *, look: float, idle: float) -> None:
        """Place one call with an agent reserved for it."""
        leaves = self.carrier.turn(now + look)
        if leaves >= self.stretch.ends:  # its turn comes when nobody may be called any more
            self.queue.add(case, leaves)
            self.at(leaves, self.free, agent)
            return
        fate = self.dial(case, leaves)
        for what, seconds in ((Spent.PREVIEW, look), (Spent.CARRIER, leaves - now - look), (Spent.RINGING, fate.after)):
            self.tally.spend(self.stretch.day, what, seconds)
        place = self.tally.places[self.world.people.place[case]]
        place.idle += idle + leaves - now + fate.after
        if fate.outcome is None:
            self.talk(case, agent, leaves + fate.after)
            return
        self.miss(case, leaves, fate)
        self.at(leaves + fate.after, self.free, agent)

    def dial(self, case: int, leaves: float) -> Fate:
        """Ring a person: what is found there, and when."""
        number = self.world.people.number_of(case)
        local = self.local(leaves)
        times = self.habits.times_as_likely(case, local)
        fate = self.numbers.dial(number, local, self.world.ring_seconds, times)
        self.live += 1
        self.rests.note_dial(case, number, ends=leaves + fate.after)
        self.cases.rang(case, leaves)
        self.observe(leaves, case, number)
        return fate

    def miss(self, case: int, leaves: float, fate: Fate) -> None:
        """Settle a call that nobody answered, when it ends."""
        self.tally.note_call(self.world.people.place[case], self.stretch.day, talked=None)
        outcome = fate.outcome or Outcome.NO_ANSWER
        self.at(leaves + fate.after, lambda at, who: self.end(who, outcome, at), case)

    def talk(self, case: int, agent: int, answered: float) -> None:
        """Let an agent talk with a person and write down what came of it."""
        talk = self.cases.talk()
        number, place, day = self.world.people.number_of(case), self.world.people.place[case], self.stretch.day
        seconds = min(talk.seconds * self.desks.speed[agent], self.world.max_talk_seconds)
        wrap_up = self.desks.wrap_up(agent)
        self.rests.note_end(number, answered + seconds, talked=True)
        self.tally.note_call(place, day, talked=seconds)
        self.tally.places[place].busy += seconds + wrap_up
        ends = answered + seconds + wrap_up
        self.at(ends, lambda at, who: self.end(who, talk.outcome, at), case)
        away = self.desks.break_after(agent, ends)
        self.desks.talks[agent] = Talking(answered, answered + seconds, ends, rests=away > 0)
        for what, lasted in ((Spent.TALK, seconds), (Spent.WRAP_UP, wrap_up), (Spent.AWAY, away)):
            self.tally.spend(day, what, lasted)
        self.at(ends + away, self.free, agent)

    def end(self, case: int, outcome: Outcome, at: float) -> None:
        """Settle a case after its call."""
        self.live -= 1
        self.cases.settle(case, outcome, at)
        if self.desks.ready and self.queue.next_ready(at) < self.wake_at:
            self.wake(self.queue.next_ready(at))

    def wake(self, when: float) -> None:
        """Look again at a moment, unless somebody looks before."""
        if when < self.wake_at:
            self.wake_at = when
            self.at(when, self.look)

    def _why_idle(self, now: float, wanted: int) -> None:
        """Say what those who are still free wait for."""
        if not self.desks.ready:
            return
        if wanted == 0:
            self.why = Spent.CARRIER
            self.wake(now + max(self.carrier.seconds_each, 1.0))
            return
        due_at = self.queue.next_ready(now)
        if due_at <= now:
            self.why = Spent.SHUT if self.stretch.shut else Spent.LANGUAGE
            self.wake(now + LOOK_AGAIN)
        else:
            self.why = Spent.NOBODY_DUE if self.queue.size or self.live else Spent.FINISHED
            if due_at < NEVER:
                self.wake(due_at)

    def _note_why(self, now: float) -> None:
        """Count the seconds of those who were free since the last look."""
        if now > self.why_since:
            self.tally.spend(self.stretch.day, self.why, (now - self.why_since) * len(self.desks.ready))
        self.why_since = max(now, self.why_since)
