"""Verdicts on list rows and their reasons; the words are the same in tables, files and accounts."""

from enum import StrEnum
from typing import Final

SHARED_BY_MANY: Final = 5  # rows with one number: fewer are a household, these an officer should look at


class Verdict(StrEnum):
    """The one verdict of a row."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    IGNORED = "ignored"


class Reason(StrEnum):
    """Why a row is not accepted, in order of precedence."""

    NOT_A_RECORD = "not_a_record"
    NAME_MISSING = "name_missing"
    PHONE_MISSING = "phone_missing"
    PHONE_ROUNDED = "phone_rounded"
    PHONE_DUMMY = "phone_dummy"
    PHONE_INVALID = "phone_invalid"
    PHONE_OWN_SERIES = "phone_own_series"
    SUPPRESSED = "suppressed"
    DUPLICATE_IN_FILE = "duplicate_in_file"
    DUPLICATE_IN_CAMPAIGN = "duplicate_in_campaign"


class Warn(StrEnum):
    """What is worth knowing about an accepted row."""

    PHONE_SHARED = "phone_shared"
    AREA_UNKNOWN = "area_unknown"
    AREA_ALIAS = "area_alias"
    IDENTITY_NUMBER_CUT = "identity_number_cut"
    PHONE_EXTRA_DROPPED = "phone_extra_dropped"
    FORMULA_TEXT = "formula_text"
    LEGACY_FONT = "legacy_font"
    LETTERS_LOST = "letters_lost"
    FORMULA_BROKEN = "formula_broken"
