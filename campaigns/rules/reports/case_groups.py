"""The groups by which people are counted, to see whether some are reached less: gender, social category, age."""

from enum import StrEnum
from typing import Final

from campaigns.rules.lists.person_words import CATEGORIES, GENDERS


class GroupKind(StrEnum):
    """By what people are grouped; the words are those of the tables."""

    GENDER = "gender"
    CATEGORY = "category"
    AGE = "age_band"


class AgeBand(StrEnum):
    """Years of age in the year in which the case was opened."""

    UNDER_18 = "under_18"
    FROM_18 = "18_29"
    FROM_30 = "30_44"
    FROM_45 = "45_59"
    FROM_60 = "60_74"
    FROM_75 = "75_plus"


OTHER: Final = "other"  # what a list says in words that we do not know
NOT_KNOWN: Final = ""
BEGINS_AT: Final = dict(zip(AgeBand, (0, 18, 30, 45, 60, 75), strict=True))
KNOWN: Final[dict[GroupKind, tuple[str, ...]]] = {
    GroupKind.GENDER: tuple(dict.fromkeys(GENDERS.values())),
    GroupKind.CATEGORY: tuple(dict.fromkeys(CATEGORIES.values())),
    GroupKind.AGE: tuple(AgeBand),
}


def group_order(kind: GroupKind, value: str) -> int:
    """Return where a group stands in a table: the known ones in their order, others and the unknown last."""
    order = (*KNOWN[kind], OTHER, NOT_KNOWN)
    return order.index(value) if value in order else len(order)
