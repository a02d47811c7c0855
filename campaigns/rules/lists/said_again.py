"""Tells which rows of a long list say a phone or a scheme id that another row says, too."""

from array import array

from campaigns.rules.lists.sayings import OF_ROW


def rows_said_again(sayings: "array[int]") -> list[int]:
    """Return the rows that say something which another says; the sayings are sorted on the way.

    Two texts may have one hash: then a row is told for nothing, and none is ever missed.
    """
    import numpy as np  # here, for it takes 10 MiB, and an import has most of its processes before it comes to this

    found = np.frombuffer(sayings, dtype=np.uint64)
    found.sort()
    hashes = found >> np.uint64(OF_ROW)
    as_before = hashes[1:] == hashes[:-1]
    again = np.zeros(len(found), dtype=bool)
    again[1:] |= as_before
    again[:-1] |= as_before
    return [int(row) for row in np.unique(found[again] & np.uint64((1 << OF_ROW) - 1))]
