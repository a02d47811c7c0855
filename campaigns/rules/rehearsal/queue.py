"""The order of the ready queue in memory: the rule of store/calling/ready_queue.py, said in Python.

Promised callbacks first, by the time promised. Then lanes (priority, place, language), the one that had fewest calls
first; in a lane who may be rung longest, then the row of the list. tests/store/test_ready_order.py holds the two
together on a real PostgreSQL.
"""

from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Final

from campaigns.rules.rehearsal.people import PROMISED, People

FURTHEST_BEHIND: Final = 20  # calls that a lane catches up (store/calling/ready_lanes.py)
NEVER: Final = float("inf")
Judge = Callable[[int], float | None]  # until when a case is held back, or None
_Key = tuple[int, int, str, str, int]


@dataclass
class _Lane:
    priority: int
    place: str
    language: str
    waiting: list[tuple[float, int, int]] = field(default_factory=list)  # ready at, list row, case
    turn: int = 0
    is_ready: bool = False


@dataclass(frozen=True)
class Callers:
    """Who calls: the languages that they speak (None: any), and the places in which nobody may be called."""

    languages: frozenset[int] | None = None
    shut: frozenset[int] = frozenset()


class ReadyQueue:
    """Who is rung next."""

    def __init__(self, people: People, turns: Mapping[tuple[int, str, str], int] | None = None) -> None:
        self.people = people
        self.size = 0
        self._turns = turns or {}  # calls that lanes have had: priority, place, language
        self._lanes: dict[tuple[int, int, int], _Lane] = {}
        self._promised: list[tuple[float, int]] = []
        self._asleep: list[tuple[float, int, tuple[int, int, int]]] = []
        self._awake: dict[int, list[tuple[_Key, tuple[int, int, int]]]] = {}
        self._most_turns = max(self._turns.values(), default=0)
        self._count = 0

    def add(self, case: int, ready_at: float) -> None:
        """Let a case wait until it may be rung."""
        people = self.people
        self.size += 1
        if people.priority[case] == PROMISED:
            heappush(self._promised, (ready_at, case))
            return
        key = (people.priority[case], people.place[case], people.language[case])
        lane = self._lanes.get(key)
        if lane is None:
            lane = self._open(key)
        heappush(lane.waiting, (ready_at, people.list_row[case], case))
        if not lane.is_ready and lane.waiting[0][2] == case:
            self._sleep(key, ready_at)

    def claim(self, callers: Callers, judge: Judge, *, now: float, limit: int) -> list[int]:
        """Take out up to `limit` cases that may be rung now; who is held back waits on until then."""
        self._wake(now)
        taken, numbers, back = list[int](), set[int](), list[tuple[int, float]]()
        line = self._in_order(callers, now)
        for ready_at, case in line:
            until = judge(case)
            number = self.people.number_of(case)
            if until is not None:
                back.append((case, until))
            elif number in numbers:
                back.append((case, ready_at))
            else:
                taken.append(case)
                numbers.add(number)
                if len(taken) == limit:
                    break
        self._note_turns(taken)
        line.close()
        for case, ready_at in back:
            self.add(case, ready_at)
        return taken

    def next_ready(self, now: float) -> float:
        """Return when somebody else may be rung next; now where somebody waits already."""
        self._wake(now)
        if any(self._awake.values()):
            return now
        promised = self._promised[0][0] if self._promised else NEVER
        return min(promised, self._asleep[0][0] if self._asleep else NEVER)

    def has_due(self, now: float) -> bool:
        """Tell whether anybody at all is due, whoever speaks with her."""
        return self.next_ready(now) <= now

    def waiting(self) -> Iterator[int]:
        """Return every case that waits."""
        yield from (case for _, case in self._promised)
        for lane in self._lanes.values():
            yield from (case for _, _, case in lane.waiting)

    def _open(self, key: tuple[int, int, int]) -> _Lane:
        """A lane that opens late begins beside the one that had fewest calls."""
        place, language = self.people.places[key[1]].deepest, self.people.languages[key[2]]
        turn = self._turns.get((key[0], place, language))
        if turn is None:
            turn = min((lane.turn for lane in self._lanes.values()), default=0)
        lane = self._lanes[key] = _Lane(key[0], place, language, turn=turn)
        return lane

    def _sleep(self, key: tuple[int, int, int], ready_at: float) -> None:
        self._count += 1
        heappush(self._asleep, (ready_at, self._count, key))

    def _wake(self, now: float) -> None:
        while self._asleep and self._asleep[0][0] <= now:
            key = heappop(self._asleep)[2]
            lane = self._lanes[key]
            if not lane.is_ready and lane.waiting and lane.waiting[0][0] <= now:
                self._line_up(key, lane)

    def _line_up(self, key: tuple[int, int, int], lane: _Lane) -> None:
        lane.is_ready = True
        self._count += 1
        mark = (lane.priority, lane.turn, lane.place, lane.language, self._count)
        heappush(self._awake.setdefault(key[2], []), (mark, key))

    def _in_order(self, callers: Callers, now: float) -> Generator[tuple[float, int], None, None]:
        yield from self._promises(callers, now)
        seen: list[tuple[int, int, int]] = []
        try:
            while heap := self._first(callers):
                key = heappop(heap)[1]
                seen.append(key)
                if key[1] in callers.shut:
                    continue
                lane = self._lanes[key]
                while lane.waiting and lane.waiting[0][0] <= now:
                    self.size -= 1
                    ready_at, _, case = heappop(lane.waiting)
                    yield ready_at, case
        finally:
            for key in seen:
                self._settle(key, now)

    def _first(self, callers: Callers) -> list[tuple[_Key, tuple[int, int, int]]]:
        """Return the line, of those spoken, whose first lane is served next; empty where nobody waits."""
        spoken = (
            heap
            for tongue, heap in self._awake.items()
            if heap and (callers.languages is None or tongue == 0 or tongue in callers.languages)
        )
        return min(spoken, key=lambda heap: heap[0][0], default=[])

    def _promises(self, callers: Callers, now: float) -> Generator[tuple[float, int], None, None]:
        people, passed = self.people, list[tuple[float, int]]()
        try:
            while self._promised and self._promised[0][0] <= now:
                due_at, case = heappop(self._promised)
                tongue = people.language[case]
                unspoken = tongue and callers.languages is not None and tongue not in callers.languages
                if unspoken or people.place[case] in callers.shut:
                    passed.append((due_at, case))
                    continue
                self.size -= 1
                yield due_at, case
        finally:
            for promise in passed:
                heappush(self._promised, promise)

    def _settle(self, key: tuple[int, int, int], now: float) -> None:
        """Put a lane that was looked at back into its line, or to sleep until its first case is due."""
        lane = self._lanes[key]
        lane.is_ready = False
        if lane.waiting and lane.waiting[0][0] <= now:
            self._line_up(key, lane)
        elif lane.waiting:
            self._sleep(key, lane.waiting[0][0])

    def _note_turns(self, called: list[int]) -> None:
        people = self.people
        keys = Counter(
            (people.priority[case], people.place[case], people.language[case])
            for case in called
            if people.priority[case] != PROMISED
        )
        for key, calls in keys.items():
            lane = self._lanes[key]
            lane.turn = max(lane.turn, self._most_turns - FURTHEST_BEHIND) + calls
            self._most_turns = max(self._most_turns, lane.turn)
