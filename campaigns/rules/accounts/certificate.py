"""The form of a frozen account: what each line of its file holds, and how its totals follow from its rows.

The file is UTF-8, one JSON object on each line, each line ended by LF. The first line is the head, the last one the seal,
and between them stands one line for each uploaded row:

    {"head":{...},"leaf":"..."}
    {"leaf":"...","row":{"n":1,...}}
    {"seal":{...},"signature":"..."}

Each line is canonical: keys sorted, no space outside strings, no escape that is not needed. As no number in it is
anything but a whole one and every key is ASCII, that is RFC 8785. `leaf` is SHA-256 of the byte 0x00 and the canonical
head or row, in hexadecimal; the leaves, the head first, make the Merkle tree of RFC 6962 (see rules/accounts/merkle.py), of whose
pages of 256 leaves the seal holds the roots. `signature` is Ed25519 (RFC 8032) over the canonical seal. `previous` is
SHA-256 of the last line, without LF, of the campaign's certificate before.

Nobody is named in it, and no digit of a phone stands in it: a list's SHA-256 and a row's number lead whoever has the
department's own file to the person, and nobody else.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

HEAD_KIND: Final = "raabta-account"
SEAL_KIND: Final = "raabta-account-seal"
VERSION: Final = 1
TIERS: Final = ("all", "list", "state", "division", "district", "block")
Totals = dict[str, dict[str, dict[str, dict[str, int]]]]  # endings or outcomes, tier, area, word: rows


class Counted(NamedTuple):
    """What of a row counts in totals."""

    list: int
    state: str
    division: str
    district: str
    block: str
    ending: str
    outcome: str  # by which its person counts in rates; empty where the row has no person of its own

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Counted":
        """Read it from a row of a certificate."""
        return cls(row["list"], *[str(row.get(name, "")) for name in cls._fields[1:]])


def totals_of(rows: Iterable[tuple[Counted, int]]) -> Totals:
    """Add up rows on every tier; the area of a row that names none is empty."""
    found: dict[tuple[str, str, str, str], int] = Counter()
    for row, number in rows:
        areas = ("", str(row.list), row.state, row.division, row.district, row.block)
        for tier, area in zip(TIERS, areas, strict=True):
            found["endings", tier, area, row.ending] += number
            if row.outcome:
                found["outcomes", tier, area, row.outcome] += number
    totals: Totals = {"endings": {tier: {} for tier in TIERS}, "outcomes": {tier: {} for tier in TIERS}}
    for (kind, tier, area, word), number in found.items():
        totals[kind][tier].setdefault(area, {})[word] = number
    return totals
