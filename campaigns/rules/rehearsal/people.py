"""The people of a rehearsal in compact arrays: one place for each open case, and one for each number of theirs."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Final, NamedTuple

from campaigns.rules.outcomes import Outcome

OUTCOMES: Final = tuple(Outcome)
NONE_YET: Final = -1  # of last_outcome
PROMISED: Final = 0  # the priority of a booked callback
ORDINARY: Final = 5


class Place(NamedTuple):
    """Where a person lives, as far as it is known: area ids."""

    state: str | None
    district: str | None
    block: str | None

    @property
    def deepest(self) -> str:
        """Return the area whose lane she waits in; empty where none is known."""
        return self.block or self.district or self.state or ""


class PhoneUse(NamedTuple):
    """What was done on a phone lately, in seconds since 1970, by any campaign."""

    last_call: float | None
    last_talk: float | None
    calls_today: int


@dataclass
class People:
    """Open cases by number 0, 1, …; columns beside each other, so that hundreds of thousands need little room."""

    places: list[Place] = field(default_factory=list)
    languages: list[str] = field(default_factory=lambda: [""])  # "": anyone may try
    villages: list[str] = field(default_factory=lambda: [""])  # by their keys; "": not known
    place: "array[int]" = field(default_factory=lambda: array("i"))
    language: "array[int]" = field(default_factory=lambda: array("b"))
    village: "array[int]" = field(default_factory=lambda: array("i"))
    list_row: "array[int]" = field(default_factory=lambda: array("i"))
    due_at: "array[float]" = field(default_factory=lambda: array("d"))  # or held until, whichever is later
    priority: "array[int]" = field(default_factory=lambda: array("h"))
    attempts: "array[int]" = field(default_factory=lambda: array("b"))
    dials: "array[int]" = field(default_factory=lambda: array("h"))  # of the number now tried
    position: "array[int]" = field(default_factory=lambda: array("b"))
    last_outcome: "array[int]" = field(default_factory=lambda: array("b"))  # index in OUTCOMES
    reached: bytearray = field(default_factory=bytearray)
    reserved: bytearray = field(default_factory=bytearray)  # is rung only with an agent reserved
    called_today: "array[int]" = field(default_factory=lambda: array("b"))  # calls to her, on all her numbers
    first_phone: "array[int]" = field(default_factory=lambda: array("i"))  # where her numbers begin in `phone`
    phones: "array[int]" = field(default_factory=lambda: array("b"))  # how many she has
    phone: "array[int]" = field(default_factory=lambda: array("i"))  # numbers, told apart by a count from 0
    used: Mapping[int, PhoneUse] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.place)

    def number_of(self, case: int) -> int:
        """Return the number that is tried now."""
        return self.phone[self.first_phone[case] + self.position[case]]

    def copy(self) -> "People":
        """Return the people as they stand, for a run of their own."""
        columns = {column.name: getattr(self, column.name) for column in fields(self)}
        return People(**{name: value if name == "used" else value[:] for name, value in columns.items()})

    def sample(self, share: float) -> "People":
        """Return the same share of the people every time; who stands on the list with one number stays together."""
        some = People(self.places, self.languages, self.villages, used=self.used)
        for case in range(len(self)):
            first = self.first_phone[case]
            if _mark(self.phone[first]) >= share:
                continue
            some.first_phone.append(len(some.phone))
            some.phone.extend(self.phone[first : first + self.phones[case]])
            for name in _COLUMNS:
                getattr(some, name).append(getattr(self, name)[case])
        return some

    @property
    def numbers(self) -> int:
        """Return how many different numbers there are."""
        return max(self.phone, default=-1) + 1


_COLUMNS: Final = (
    *(
        "place",
        "language",
        "village",
        "list_row",
        "due_at",
        "priority",
        "attempts",
        "dials",
        "position",
        "last_outcome",
    ),
    *("reached", "reserved", "called_today", "phones"),
)


def _mark(number: int) -> float:
    """Return a number from 0 to 1 that hangs on a phone number alone (Knuth's multiplicative hash)."""
    return (number * 2_654_435_761 % 2**32) / 2**32
