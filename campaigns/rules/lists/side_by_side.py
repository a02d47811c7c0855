"""Knows two tables of people that stand side by side on one sheet: one row of it would be two persons."""

from collections.abc import Sequence
from typing import Final

from campaigns.rules.lettering import folded
from campaigns.rules.lists.headings import Heading, heading_of

_PERSON: Final = (Heading.NAME, Heading.PHONE)


def second_table_at(labels: Sequence[str]) -> int | None:
    """Return where the headings of a name and a phone come a second time in the same words; None where they do not."""
    seen, again = set[str](), dict[Heading, int]()
    for index, label in enumerate(labels):
        word = folded(label)
        if word in seen and (meaning := heading_of(label)) in _PERSON:
            again.setdefault(meaning, index)
        seen.add(word)
    return min(again.values()) if len(again) == len(_PERSON) else None
