"""Whom an agent rings next in practice: first somebody patient, then those whom she has not passed with yet."""

import hashlib
from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

EASIEST: Final = "patient"


def next_persona(
    able: Collection[str], passed: Mapping[str, int], tried: Mapping[str, int], *, agent: UUID
) -> str | None:
    """Return who picks up; None where nobody can. Each agent meets them in an order of her own."""

    def turn(key: str) -> tuple[int, int, bool, str]:
        mixed = hashlib.sha256(f"{agent}{key}".encode()).hexdigest()
        return passed.get(key, 0), tried.get(key, 0), key != EASIEST, mixed

    return min(able, key=turn, default=None)
