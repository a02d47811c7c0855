"""What a phone cell holds, and what is found in it piece by piece: numbers, the words beside them, and what was wrong."""

import re
from typing import Final, NamedTuple

from campaigns.rules.lists.dialled_digits import PhoneProblem, read_digits
from campaigns.rules.lists.digit_runs import WORTH_A_WARNING, numbers_in_run
from campaigns.rules.lists.placeholders import is_placeholder

_MASKED: Final = re.compile(r"(?=[\dxX*#•]*\d)(?=[\dxX*#•]*[xX*#•])[\dxX*#•]{4,}")
_RUN_OF_DIGITS: Final = re.compile(r"\+?\(?\+?\d(?:[\s\-.()]*\+?\d)*")
_LABELS: Final = re.compile(
    r"(?<![^\W\d_])(?:mobile|mob|phone|ph|telephone|tel|cell|contact|number|no|m|p|फोन|फ़ोन|मोबाइल|नंबर|फ़ोन|فون|موبائل|نمبر)"
    r"(?![^\W\d_])[.:]?",
    re.IGNORECASE,
)


class Phone(NamedTuple):
    """One number in E.164 form with the words that stood beside it."""

    number: str
    note: str = ""


class PhoneCell(NamedTuple):
    """What a cell holds: numbers in the order written, and what was wrong with the rest. Both empty: nothing there."""

    phones: tuple[Phone, ...] = ()
    problems: frozenset[PhoneProblem] = frozenset()
    dropped: bool = False  # something that looked like a second number was not valid


class FoundPhones:
    """What has been found so far in one cell, from left to right."""

    def __init__(self, whole: str, region: str) -> None:
        self._whole = whole
        self._region = region
        self._phones: dict[str, list[str]] = {}
        self._problems: set[PhoneProblem] = set()
        self._dropped = False

    def take_rounded(self, match: re.Match[str]) -> str:
        """Note a rounded number; 9.419012345E+09 still has all its digits and is only a spelling."""
        digits, exponent = match[1] + (match[2] or ""), int(match[3])
        if len(digits) == exponent + 1:
            return digits
        self._problems.add(PhoneProblem.ROUNDED)
        self._dropped = True
        return " "

    def take_number(self, number: str, words: str = "") -> None:
        """Take in a piece that is a number and nothing else but the words after it."""
        first_new = len(self._phones)
        self._phones.setdefault(number, [])
        if words:
            self._take_words(words, first_new)

    def take_piece(self, piece: str) -> None:
        """Read one piece between separators: its numbers, and its words as their note."""
        first_new = len(self._phones)
        words = _MASKED.sub(self._take_masked, piece)
        self._take_words(_RUN_OF_DIGITS.sub(self._take_run, words), first_new)

    def _take_words(self, words: str, first_new: int) -> None:
        """Note words with the numbers of their piece: those from this place on, else the one before."""
        note = " ".join(_LABELS.sub(" ", words).split()).strip("()[]{}:.,-– ")
        if is_placeholder(note):
            return
        numbers = list(self._phones)
        for number in numbers[first_new:] or numbers[-1:]:
            self._phones[number].append(note)
        if not numbers:
            self._problems.add(PhoneProblem.INVALID)

    def cell(self) -> PhoneCell:
        """Return what the cell holds."""
        phones = tuple(Phone(number, "; ".join(notes)) for number, notes in self._phones.items())
        return PhoneCell(phones, frozenset(self._problems), self._dropped and bool(phones))

    def _take_masked(self, match: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", match[0])
        if len(digits) >= 10:
            return digits
        self._note(PhoneProblem.INVALID, match[0])
        return " "

    def _take_run(self, match: re.Match[str]) -> str:
        for part in numbers_in_run(match[0], self._region):
            read = read_digits(part, self._region)
            if not isinstance(read, PhoneProblem):
                self._phones.setdefault(read, [])
            elif not is_placeholder(part):
                self._note(read, part)
        return " "

    def _note(self, problem: PhoneProblem, part: str) -> None:
        worth_a_warning = len(re.sub(r"[^\dxX*#•]", "", part)) >= WORTH_A_WARNING
        self._dropped |= worth_a_warning
        self._problems.add(problem if worth_a_warning or part == self._whole else PhoneProblem.INVALID)
