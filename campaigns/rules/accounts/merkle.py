"""A Merkle tree over the lines of a file, built while they stream by: any number of lines in little memory.

Hashes as in RFC 6962, section 2.1: SHA-256 of 0x00 and the content for a leaf, of 0x01 and both parts for a node. Lines
are gathered into pages of PAGE leaves. As PAGE is a power of two, each full page is a whole subtree, so the tree over
the pages' roots is the tree over all leaves; and a page whose root is known tells where something was changed.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

PAGE: Final = 256


def leaf_hash(content: bytes) -> bytes:
    """Return the hash of a leaf."""
    return sha256(b"\x00" + content).digest()


def merkle_root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over leaves, or over whole subtrees of equal size; over nothing it is the hash of nothing."""
    if not hashes:
        return sha256(b"").digest()
    level = list(hashes)
    while len(level) > 1:
        paired = [sha256(b"\x01" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)]
        level = paired + level[len(paired) * 2 :]  # an odd one goes up as it is, which is where RFC 6962 splits
    return level[0]


class MerklePages:
    """The roots of the pages so far, and the leaves of the page that is being filled."""

    def __init__(self) -> None:
        """Begin with no leaf."""
        self._roots: list[bytes] = []
        self._filling: list[bytes] = []
        self.leaves = 0

    def add(self, leaf: bytes) -> None:
        """Take the hash of the next leaf."""
        self._filling.append(leaf)
        self.leaves += 1
        if len(self._filling) == PAGE:
            self._roots.append(merkle_root(self._filling))
            self._filling = []

    @property
    def roots(self) -> list[bytes]:
        """Return the root of each page; the last page may be short."""
        return [*self._roots, merkle_root(self._filling)] if self._filling else list(self._roots)

    @property
    def root(self) -> bytes:
        """Return the root over all leaves."""
        return merkle_root(self.roots)
