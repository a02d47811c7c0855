"""What follows each call of a rehearsal: the real retry plan, callbacks and endings, on the compact arrays."""

from dataclasses import dataclass

from campaigns.rules.calling.callback_slots import callback_slots
from campaigns.rules.calling.calling_hours import next_opening
from campaigns.rules.calling.retry_plan import AGAIN_PRIORITY, CloseCase, RingAgain, Tries, after_outcome
from campaigns.rules.outcomes import OUTCOMES, Outcome
from campaigns.rules.rehearsal.answers import Answers
from campaigns.rules.rehearsal.assumptions import Duration
from campaigns.rules.rehearsal.luck import Luck
from campaigns.rules.rehearsal.numbers import Rests, moment
from campaigns.rules.rehearsal.people import NONE_YET, PROMISED
from campaigns.rules.rehearsal.people import OUTCOMES as WORDS
from campaigns.rules.rehearsal.queue import ReadyQueue
from campaigns.rules.rehearsal.tally import Tally
from campaigns.rules.rehearsal.world import World

OF_WORD = {outcome: place for place, outcome in enumerate(WORDS)}


@dataclass(frozen=True)
class Talk:
    """What comes of a talk, and how long an ordinary agent needs for it."""

    outcome: Outcome
    seconds: float


class Cases:
    """Every case is in exactly one place: it waits in the queue, is in a call, or is closed."""

    def __init__(self, world: World, queue: ReadyQueue, rests: Rests, tally: Tally, luck: Luck) -> None:
        self._world, self._people = world, world.people
        self._queue, self._rests, self._tally, self._luck = queue, rests, tally, luck
        self._rules = [world.hours.of(place) for place in world.people.places]
        self._answers = Answers(world)
        self._talks = tuple(world.assumptions.talks.items())
        for case in range(len(self._people)):
            self._tally.places[self._people.place[case]].people += 1
            queue.add(case, self._people.due_at[case])

    def talk(self) -> Talk:
        """Draw a talk."""
        outcome = self._luck.pick(self._talks)
        assumed = self._world.assumptions
        law: Duration = assumed.interview if outcome is Outcome.COMPLETED else assumed.other_talk
        return Talk(outcome, self._luck.lasting(law.mean, law.spread))

    def settle(self, case: int, outcome: Outcome, at: float) -> None:
        """Carry out what follows an outcome, as campaigns/shared/endings.py does."""
        people = self._people
        if OUTCOMES[outcome].reached and not people.reached[case]:
            people.reached[case] = True
            self._tally.days[self._day(at)].reached += 1
        if outcome is Outcome.CALL_LATER:
            self._book(case, at)
            return
        people.dials[case] += 1
        last = people.last_outcome[case]
        tries = Tries(
            attempts=people.attempts[case],
            dials=people.dials[case],
            position=people.position[case],
            phones=people.phones[case],
            last_outcome=None if last == NONE_YET else WORDS[last],
            rang_at=self._answers.rang_at(case),
            answering=self._answers.known_of(case, outcome),
        )
        rules = self._rules[people.place[case]]
        plan = after_outcome(outcome, tries, rules, max_attempts=self._world.max_attempts, now=moment(at))
        if outcome is Outcome.OPT_OUT:
            self._rests.silenced.add(people.number_of(case))
        match plan:
            case CloseCase(outcome=final):
                self._close(case, final, at)
            case RingAgain() as again:
                people.last_outcome[case] = OF_WORD[outcome]
                self._ring_again(case, again)

    def skip_silenced(self, case: int, at: float) -> bool:
        """Move a claimed case on from a number that has asked never to be called; False where hers has not."""
        people = self._people
        if people.number_of(case) not in self._rests.silenced:
            return False
        if people.position[case] + 1 < people.phones[case]:
            self._ring_again(case, RingAgain(moment(at), people.position[case] + 1, 0))
        else:
            self._close(case, Outcome.OPT_OUT, at)
        return True

    def rang(self, case: int, at: float) -> None:
        """Keep when she was rung."""
        self._answers.rang(case, at)

    def _book(self, case: int, at: float) -> None:
        people = self._people
        people.dials[case] += 1
        people.last_outcome[case] = OF_WORD[Outcome.CALL_LATER]
        self._answers.known_of(case, Outcome.CALL_LATER)
        rules = self._rules[people.place[case]]
        slots = callback_slots(rules, now=moment(at))
        if slots:
            slot = slots[int(self._luck.share() * len(slots))]
            due_at = slot.at.timestamp() + self._luck.share() * (slot.until - slot.at).total_seconds() / 2
        else:
            opening = next_opening(rules, now=moment(at + 3600))
            due_at = opening.timestamp() if opening else at + 86_400
        people.priority[case] = PROMISED
        self._queue.add(case, due_at)

    def _ring_again(self, case: int, again: RingAgain) -> None:
        people = self._people
        if again.position != people.position[case]:
            people.dials[case] = 0
            self._answers.forget(case)
        people.position[case], people.attempts[case] = again.position, again.attempts
        people.priority[case] = AGAIN_PRIORITY
        people.reserved[case] = people.reserved[case] or again.agent_reserved
        self._queue.add(case, again.due_at.timestamp())

    def _close(self, case: int, outcome: Outcome, at: float) -> None:
        people = self._people
        self._tally.places[people.place[case]].close(outcome, reached=bool(people.reached[case]), at=at)
        self._answers.forget(case)
        self._tally.outcomes[outcome] += 1
        self._tally.done_at.append(at)

    def _day(self, at: float) -> int:
        begun = self._world.now.astimezone(self._world.hours.rules.zone).date()
        ahead = (moment(at).astimezone(self._world.hours.rules.zone).date() - begun).days
        return min(ahead, self._world.plan.days - 1)
