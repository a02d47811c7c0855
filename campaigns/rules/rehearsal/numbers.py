"""The phone numbers of a rehearsal: what a dial finds behind each, and what was done on each lately."""

from array import array
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from campaigns.rules.calling.call_caps import Caps, PhoneHistory, held_back
from campaigns.rules.calling.day_parts import WEEKEND_DAYS
from campaigns.rules.outcomes import Outcome
from campaigns.rules.rehearsal.assumptions import Assumptions, kinds_after
from campaigns.rules.rehearsal.luck import Luck
from campaigns.rules.rehearsal.people import PROMISED, People

FAILS_WITHIN: Final = (1.0, 4.0)  # seconds until the network says busy, switched off or no such number
REJECTED_WITHIN: Final = (3.0, 9.0)
SURELY: Final = 0.97  # nobody answers more often
PARTS: Final = 16  # stretches of three hours, of workdays and of weekends, in which a household has its own habits


@dataclass(frozen=True)
class Fate:
    """What a dial finds: an outcome without a talk (None: somebody answers), so many seconds after it left."""

    outcome: Outcome | None
    after: float


def moment(seconds: float) -> datetime:
    """Return a second since 1970 as the rules want it."""
    return datetime.fromtimestamp(seconds, UTC)


class Numbers:
    """Who is behind each number, drawn once; a number that has missed calls is likelier one that never answers."""

    def __init__(self, people: People, assumptions: Assumptions, luck: Luck) -> None:
        self._assumed, self._luck = assumptions, luck
        kinds = assumptions.kinds
        drawn = luck.dice.choice(len(kinds), size=people.numbers, p=[share for _, share in kinds_after(kinds, 0)])
        self._kind = array("b", drawn.astype("i1").tobytes())
        self._chance = array("f", bytes(4 * people.numbers))
        for place, kind in enumerate(kinds):
            which = (drawn == place).nonzero()[0]
            if kind.answers:
                for number, chance in zip(which, luck.dice.beta(kind.answers, kind.silences, len(which)), strict=True):
                    self._chance[number] = chance
        least, most = 1 - assumptions.habit, 1 + assumptions.habit
        self._habit = array("f", luck.dice.uniform(least, most, people.numbers * PARTS).astype("f4").tobytes())
        for case in range(len(people)):
            if people.dials[case]:
                self._draw_again(people.number_of(case), people.dials[case])

    def _draw_again(self, number: int, misses: int) -> None:
        kind = self._luck.pick(kinds_after(self._assumed.kinds, misses))
        self._kind[number] = self._assumed.kinds.index(kind)
        chance = self._luck.dice.beta(kind.answers, kind.silences + misses) if kind.answers else 0.0
        self._chance[number] = chance

    def dial(self, number: int, local: datetime, ring_seconds: float, times: float = 1.0) -> Fate:
        """Return what a dial of a number finds at a local moment; `times`: as likely to answer as is usual then."""
        assumed, luck = self._assumed, self._luck
        set_up = assumed.set_up * luck.between(0.5, 1.5)
        part = (local.weekday() in WEEKEND_DAYS) * (PARTS // 2) + local.hour * (PARTS // 2) // 24
        chance = self._chance[number] * self._habit[number * PARTS + part]
        chance *= assumed.by_hour[local.hour] * assumed.level * times
        if luck.share() < min(chance, SURELY):
            rings = luck.lasting(assumed.ring.mean, assumed.ring.spread)
            return Fate(None, set_up + min(rings, ring_seconds - 0.5))
        outcome = luck.pick(assumed.kinds[self._kind[number]].misses)
        match outcome:
            case Outcome.NO_ANSWER:
                return Fate(outcome, set_up + ring_seconds)
            case Outcome.REJECTED:
                return Fate(outcome, set_up + luck.between(*REJECTED_WITHIN))
            case _:
                return Fate(outcome, luck.between(*FAILS_WITHIN))


class Rests:
    """How often numbers and people were rung, and until when the real caps hold a case back."""

    def __init__(self, people: People, caps: Caps) -> None:
        self._people, self._caps = people, caps
        self.tomorrow = 0.0
        self.silenced: set[int] = set()
        self._busy_until: dict[int, float] = {}
        self._last_call = {number: use.last_call for number, use in people.used.items() if use.last_call}
        self._last_talk = {number: use.last_talk for number, use in people.used.items() if use.last_talk}
        self._calls_today = Counter({number: use.calls_today for number, use in people.used.items()})
        self._to_person = Counter({case: calls for case, calls in enumerate(people.called_today) if calls})

    def begin_day(self, tomorrow: float) -> None:
        """Count from nothing at midnight."""
        self.tomorrow = tomorrow
        self._calls_today.clear()
        self._to_person.clear()

    def note_dial(self, case: int, number: int, *, ends: float) -> None:
        """Keep a call that is placed now, and is answered or over then."""
        self._calls_today[number] += 1
        self._to_person[case] += 1
        self.note_end(number, ends)

    def note_end(self, number: int, ends: float, *, talked: bool = False) -> None:
        """Keep until when a number is in a call."""
        self._busy_until[number] = self._last_call[number] = ends
        if talked:
            self._last_talk[number] = ends

    def until(self, case: int, now: float) -> float | None:
        """Return until when a due case is held back; None where she may be rung."""
        number = self._people.number_of(case)
        last_call, last_talk = self._last_call.get(number), self._last_talk.get(number)
        if last_call is None and not self._to_person.get(case):
            return None
        history = PhoneHistory(
            in_call=self._busy_until.get(number, 0.0) > now,
            calls_today=self._calls_today[number],
            calls_to_person_today=self._to_person[case],
            last_call=moment(last_call) if last_call else None,
            last_talk=moment(last_talk) if last_talk else None,
        )
        promised = self._people.priority[case] == PROMISED
        held = held_back(self._caps, history, promised=promised, tomorrow=moment(self.tomorrow), now=moment(now))
        return held.until.timestamp() if held else None
