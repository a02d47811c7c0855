"""What the rows of a long list say, their phones and scheme ids, in so little memory that a million are compared.

A saying is 64 bits: a hash of the text, then the number of the row.
"""

from array import array
from collections.abc import Iterable
from typing import Final
from zlib import crc32

KIND: Final = "Q"  # of an array of sayings: 64 bits without a sign
OF_ROW: Final = 32  # bits


def note_sayings(sayings: "array[int]", said: Iterable[tuple[int, str]]) -> None:
    """Add what rows say, each with the number of its row."""
    sayings.extend([crc32(text.encode()) << OF_ROW | row for row, text in said])
