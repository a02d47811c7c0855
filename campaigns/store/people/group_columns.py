"""How a person's gender, category and year of birth become the groups of her case, as SQL."""

from itertools import pairwise

from campaigns.rules.reports.case_groups import BEGINS_AT, KNOWN, OTHER, AgeBand, GroupKind


def gender_group(gender: str) -> str:
    """Return the group of a gender: a known word, other words together, or null."""
    return _known(GroupKind.GENDER, gender)


def category_group(category: str) -> str:
    """Return the group of a social category."""
    return _known(GroupKind.CATEGORY, category)


def age_group(birth_year: str, opened_at: str) -> str:
    """Return the age band in the year in which a case is opened."""
    bands = [*AgeBand]
    age = f"extract(year FROM {opened_at}) - {birth_year}"
    younger = " ".join(f"WHEN {age} < {BEGINS_AT[older]} THEN '{band}'" for band, older in pairwise(bands))
    return f"CASE {younger} WHEN {birth_year} IS NOT NULL THEN '{bands[-1]}' END"


def _known(kind: GroupKind, written: str) -> str:
    words = ", ".join(f"'{word}'" for word in KNOWN[kind])
    return f"CASE WHEN {written} IN ({words}) THEN {written} WHEN {written} IS NOT NULL THEN '{OTHER}' END"
