"""Follows the rows of a certificate by their numbers and hashes: which was changed, is missing, added or swapped."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from campaigns.rules.accounts.certificate import Counted
from campaigns.rules.accounts.merkle import PAGE, leaf_hash, merkle_root
from campaigns.rules.lists.row_order import RowOrder
from campaigns.sheets.canonical import canonical

MOST_FINDINGS: Final = 20
NO_LINE: Final = (KeyError, TypeError, ValueError, AttributeError)


class NotCanonicalError(ValueError):
    """A line holds the right words in another form."""


@dataclass
class Checked:
    """What came of a check; without findings the file is as it was signed."""

    findings: list[str] = field(default_factory=list)
    more: int = 0  # findings beyond those kept
    head: dict[str, Any] = field(default_factory=dict)
    seal: dict[str, Any] = field(default_factory=dict)
    rows: int = 0
    digest: str = ""  # of the seal's line: what the next certificate calls `previous`

    def find(self, finding: str) -> None:
        """Keep a finding, the first ones in words."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)
        else:
            self.more += 1


def parts_of(raw: bytes, name: str, beside: str) -> tuple[dict[str, Any], str]:
    """Return the content of a line and the hash or signature beside it.

    Raises:
        NotCanonicalError: though it can be read.
    """
    line = orjson.loads(raw)
    if canonical(line) + b"\n" != raw or set(line) != {name, beside}:
        raise NotCanonicalError
    content, mark = line[name], line[beside]
    if not isinstance(content, dict) or not isinstance(mark, str):
        raise NotCanonicalError
    return content, mark


class FollowedRows:
    """Follows the rows by their numbers."""

    def __init__(self, checked: Checked) -> None:
        """Begin before the first row."""
        self._checked = checked
        self._order = RowOrder()
        self._roots: dict[int, bytes] = {}
        self._disturbed: set[int] = set()
        self._page, self._leaves = 0, list[bytes]()
        self.counted = Counter[Counted]()
        self._told = "Line 0"

    @property
    def told_last(self) -> str:
        """Name the last line, within a sentence."""
        return f"l{self._told[1:]}"

    def take(self, number: int, raw: bytes) -> None:
        """Check one line and count its row."""
        expected = self._order.expected
        self._told = f"Line {number}"
        try:
            row, leaf = parts_of(raw, "row", "leaf")
            counts, n = Counted.of(row), int(row["n"])
        except NO_LINE as unread:
            form = "not in the form it was written in" if isinstance(unread, NotCanonicalError) else "not to be read"
            cut = "" if raw.endswith(b"\n") else " or cut off"
            self._checked.find(f"Line {number} (row number {expected}) was changed{cut}: it is {form}.")
            self._spoil(expected)
            return
        told = self._told = f"Line {number}, {self._named(row)}"
        self._checked.rows += 1
        self.counted[counts] += 1
        actual = leaf_hash(canonical(row))
        if actual.hex() != leaf:
            self._checked.find(f"{told}, was changed: it does not fit its own hash.")
            self._spoil(expected)
            return
        self._order.take(n, told)
        self.add_leaf(n, actual)

    def add_leaf(self, n: int, leaf: bytes, *, broken: bool = False) -> None:
        """Take a leaf into the tree's page where its number belongs."""
        if n // PAGE != self._page:
            self._end_page()
            self._page = n // PAGE
        self._leaves.append(leaf)
        if broken:
            self._disturbed.add(n // PAGE)

    def end(self, seal: Mapping[str, Any]) -> None:
        """Say what the seal knows and the file does not have, and the other way round."""
        self._end_page()
        if "unread" in seal:
            return
        last = seal["leaves"] - 1
        for n, finding in self._order.findings(last):
            self._disturbed.add(n // PAGE)
            self._checked.find(finding)
        for page, root in enumerate(seal["pages"]):
            if page not in self._disturbed and self._roots.get(page, b"").hex() != root:
                first, final = max(page * PAGE, 1), min(page * PAGE + PAGE - 1, last)
                told = f"One of the rows number {first} to {final}" + (", or the head," if page == 0 else "")
                self._checked.find(f"{told} is not the one that was signed, though its own hash was made to fit.")

    def _spoil(self, n: int) -> None:
        """Take it that a line which was changed stands where it stood."""
        self._disturbed.add(n // PAGE)
        self._order.skip()

    def _named(self, row: Mapping[str, Any]) -> str:
        lists = self._checked.head.get("lists", {})
        name = lists.get(str(row.get("list")), {}).get("file", "a list that the head does not name")
        return f"row number {row.get('n')} (row {row.get('row')} of {name})"

    def _end_page(self) -> None:
        if self._leaves:
            if self._page in self._roots:
                self._disturbed.add(self._page)
            self._roots[self._page] = merkle_root(self._leaves)
        self._leaves = []
