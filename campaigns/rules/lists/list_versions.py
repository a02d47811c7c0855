"""What a newer version of a list changes for people, and who of those given up may be called again because of it."""

from enum import StrEnum
from typing import Final

from campaigns.rules.calling.retry_plan import ENDS_A_NUMBER
from campaigns.rules.outcomes import OUTCOMES, Effect


class Change(StrEnum):
    """What a newer version says of one person."""

    NEW = "new"  # only the newer list names her
    CHANGED = "changed"
    MISSING = "missing"  # only the older list names her
    UNCHANGED = "unchanged"


class Part(StrEnum):
    """What of a person is compared. What the newer list leaves empty stays as it was, and is no change."""

    NAME = "name"
    PHONES = "phones"  # in whatever order
    RELATIVE = "relative_name"
    AREA = "area_id"
    VILLAGE = "village"
    PIN_CODE = "pin_code"
    CATEGORY = "category"
    GENDER = "gender"
    BIRTH_YEAR = "birth_year"  # one year off is what an age makes of it
    LANGUAGE = "language"
    SCHEME_PERSON_ID = "scheme_person_id"
    EXTRA = "extra"  # columns kept for the script


# Outcomes of those given up because nothing more could be tried: a number that was not known then is a reason to try
# again. Whoever refused, asked never to be called, has died or was spoken to is not disturbed anew.
NEVER_MET: Final = frozenset(
    outcome for outcome, rule in OUTCOMES.items() if outcome in ENDS_A_NUMBER or rule.effect is Effect.RETRY
)
