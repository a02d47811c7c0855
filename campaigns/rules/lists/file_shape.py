"""Knows a file that was seen before by its headings, and takes its columns as they were confirmed then."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from campaigns.rules.lettering import folded
from campaigns.rules.lists.columns import ColumnMap


def file_shape(labels: Sequence[str]) -> str | None:
    """Return the same word for files with the same headings, whatever stands above them; None without headings."""
    words = [folded(label) for label in labels]
    while words and not words[-1]:
        words.pop()
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest() if any(words) else None


def as_remembered(guess: ColumnMap, remembered: ColumnMap) -> ColumnMap:
    """Return what was confirmed for such a file; where the heading stands is this file's own."""
    return replace(remembered, header_row=guess.header_row, labels=guess.labels)
