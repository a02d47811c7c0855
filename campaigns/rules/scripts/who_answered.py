"""Who picked up the phone: the person herself, somebody of her family, a neighbour, somebody else, or a wrong number."""

from enum import StrEnum

from campaigns.rules.outcomes import OUTCOMES, Outcome


class Answered(StrEnum):
    """Who speaks. Until it is the person herself, nothing is said of the scheme, the benefit or the amount."""

    SELF = "self"
    FAMILY = "family"
    NEIGHBOUR = "neighbour"
    SOMEONE_ELSE = "someone_else"
    WRONG_NUMBER = "wrong_number"


class Relation(StrEnum):
    """Which member of her family speaks."""

    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    SIBLING = "sibling"
    CHILD_IN_LAW = "child_in_law"
    PARENT_IN_LAW = "parent_in_law"
    OTHER = "other"


def was_reached(outcome: Outcome, *, confirmed: bool | None) -> bool:
    """Say whether the person herself was spoken to: the outcome says so, and nobody else answered in her place."""
    return OUTCOMES[outcome].reached and confirmed is not False
