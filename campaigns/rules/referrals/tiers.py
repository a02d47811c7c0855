"""Who must solve a referral, and until when: block, district, state, each with the same time, one tier up when late."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class Tier(StrEnum):
    """Whose officer must solve it, from below."""

    BLOCK = "block"
    DISTRICT = "district"
    STATE = "state"


_ABOVE: Final[Mapping[Tier, Tier]] = {Tier.BLOCK: Tier.DISTRICT, Tier.DISTRICT: Tier.STATE, Tier.STATE: Tier.STATE}
LONGEST_DAYS: Final = 90


def first_tier(*, block_id: str | None, district_id: str | None) -> Tier:
    """Return the lowest tier that a person's known place allows."""
    if block_id is not None:
        return Tier.BLOCK
    return Tier.DISTRICT if district_id is not None else Tier.STATE


def tier_of_level(level: str | None) -> Tier:
    """Return the tier of an officer's own area; who has none stands for the whole, as a state does."""
    if level == "block":
        return Tier.BLOCK
    return Tier.DISTRICT if level in ("district", "division") else Tier.STATE


def tier_above(tier: Tier) -> Tier:
    """Return the next tier; above the state there is none."""
    return _ABOVE[tier]


def deadline(days: int, *, now: datetime) -> datetime:
    """Return until when a tier must solve what comes to it at a moment."""
    return now + timedelta(days=days)
