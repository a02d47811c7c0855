"""What a key to figures looks like, and what is kept of it."""

import hashlib
from typing import Final

BEGINS: Final = "raabta_"  # so that a key that was lost somewhere is known for one


def hash_of(key: str) -> str:
    """Return what is kept of a key: it is 256 random bits, which nobody finds by trying hashes."""
    return hashlib.sha256(key.encode()).hexdigest()
