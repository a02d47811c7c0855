"""Decides whether a string of digits is one phone number that a person of the region can be called on."""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final

from phonenumbers import PhoneMetadata, PhoneNumber, PhoneNumberType, number_type


class PhoneProblem(StrEnum):
    """What is wrong with something that is no phone of a beneficiary; the words of verdicts.Reason."""

    ROUNDED = "phone_rounded"
    DUMMY = "phone_dummy"
    INVALID = "phone_invalid"
    OWN_SERIES = "phone_own_series"


COUNTRY_CODES: Final = {"IN": "91", "PK": "92"}
_KEYPAD: Final = ("01234567890", "09876543210")
_SHORTEST_RUN: Final = 7  # digits; a shorter one may be the beginning of a real number
_RUNS: Final = frozenset(
    run[at:end] for run in _KEYPAD for at in range(len(run)) for end in range(at + _SHORTEST_RUN, len(run) + 1)
)
_LONGEST: Final = 18
# 140: telemarketers; 1600 and 1601: the government's and the banks' own callers.
_OWN_SERIES: Final = {"IN": re.compile(r"140\d{7}|160[01]\d{6}"), "PK": re.compile(r"(?!)")}
_SHORT_CODES: Final = {
    "IN": frozenset(["100", "101", "102", "104", "108", "112", "139", "155260", "155261", "1033", "1073", "1075", "1076", "1091", "1098", "181", "1912", "1930", "1967", "14567", "14555", "14408", "198"]),
    "PK": frozenset(["15", "16", "115", "1122", "1124", "1166", "1736", "8171", "8500", "9000", "3627", "1991", "1915", "130", "1217", "1334", "911"]),
}  # fmt: skip
_HELPLINES: Final = frozenset(
    {PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN}
)


def _pattern(region: str, kind: str) -> str:
    """Return what numbers of a kind look like; of a kind that the region does not have, what nothing looks like."""
    described = getattr(PhoneMetadata.metadata_for_region(region), kind)
    return (described and described.national_number_pattern) or "(?!)"


def _mobile_or_landline(region: str) -> str:
    before = "|".join(_pattern(region, kind) for kind in _BEFORE_LANDLINES)
    return f"{_MOBILE[region]}|(?!(?:{before})$)(?:{_pattern(region, 'fixed_line')})"


# What number_type asks first; a number that it may be as well is no landline.
_BEFORE_LANDLINES: Final = (
    "premium_rate", "toll_free", "shared_cost", "voip", "personal_number", "pager", "uan", "voicemail",
)  # fmt: skip
_MOBILE: Final = {region: _pattern(region, "mobile") for region in COUNTRY_CODES}
_MOBILE_OR_LANDLINE: Final = {region: re.compile(_mobile_or_landline(region)) for region in COUNTRY_CODES}
_ANY: Final = {region: re.compile(_pattern(region, "general_desc")) for region in COUNTRY_CODES}  # of whatever kind
_PLAIN: Final = {
    region: re.compile(f"(?!{code}|{_OWN_SERIES[region].pattern})(?:{_MOBILE[region]})", re.ASCII)
    for region, code in COUNTRY_CODES.items()
}


_PLAIN_LINES: Final = {
    region: re.compile(rf"(?m)^(?:(?:\+{code}[ -]?|0)?({_PLAIN[region].pattern})|.*)$", re.ASCII)
    for region, code in COUNTRY_CODES.items()
}
_SPELT: Final = {  # as +91-94190 12345 and 0300 1234567
    region: re.compile(rf"(?:\+{code}[ -]?|0)?(\d{{3,5}})[ -]?(\d{{5,7}})", re.ASCII)
    for region, code in COUNTRY_CODES.items()
}
# The longest of either country has ten digits.
_DUMMIES: Final = frozenset(run[at : at + 10] for run in (*_KEYPAD, *[d * 10 for d in "0123456789"]) for at in range(2))


@lru_cache(maxsize=2_000)
def read_digits(text: str, region: str) -> str | PhoneProblem:
    """Return the E.164 number, or what is wrong. Spaces, dashes, dots, brackets, 0, 91, +91, 0091 are spelling."""
    digits = text if text.isascii() and text.isdigit() else re.sub(r"\D", "", text)
    if len(digits) > _LONGEST:
        return PhoneProblem.INVALID
    code = COUNTRY_CODES[region]
    bare = digits.lstrip("0")
    after_code = bare[len(code) :].lstrip("0") if bare.startswith(code) else None
    if _is_dummy(digits) or _is_dummy(bare) or (after_code and _is_dummy(after_code)):
        return PhoneProblem.DUMMY
    international = "+" in text or digits.startswith("00")
    candidates = [after_code] if international else [bare, after_code]
    problem = PhoneProblem.OWN_SERIES if digits in _SHORT_CODES[region] else PhoneProblem.INVALID
    for national in candidates:
        if not national:
            continue
        read = _read_national(national, region)
        if not isinstance(read, PhoneProblem):
            return read
        if read is PhoneProblem.OWN_SERIES:
            problem = read
    return problem


def plain_mobile(text: str, region: str) -> str | None:
    """Return the E.164 number of a mobile written in a usual way and nothing else; None asks for a closer look."""
    spelt = None if text.isdigit() else _SPELT[region].fullmatch(text)
    digits = spelt[1] + spelt[2] if spelt else text.removeprefix("0")
    return f"+{COUNTRY_CODES[region]}{digits}" if _PLAIN[region].fullmatch(digits) and digits not in _DUMMIES else None


def plain_mobiles(texts: Sequence[str], region: str) -> list[str | None]:
    """Return what `plain_mobile` says of many texts, looked at together; it knows more spellings than this."""
    lines, code = _PLAIN_LINES[region].findall("\n".join(texts)), f"+{COUNTRY_CODES[region]}"
    if len(lines) != len(texts):  # a text has several lines
        return [None] * len(texts)
    return [code + digits if digits and digits not in _DUMMIES else None for digits in lines]


def _is_dummy(digits: str) -> bool:
    return digits in _RUNS or (len(digits) > 1 and digits == digits[0] * len(digits))


def _read_national(national: str, region: str) -> str | PhoneProblem:
    if _OWN_SERIES[region].fullmatch(national):
        return PhoneProblem.OWN_SERIES
    code = COUNTRY_CODES[region]
    if not _ANY[region].fullmatch(national):
        return PhoneProblem.INVALID
    if not _MOBILE_OR_LANDLINE[region].fullmatch(national):  # what most are; asking for the kind takes much longer
        kind = number_type(PhoneNumber(country_code=int(code), national_number=int(national)))
        if kind == PhoneNumberType.UNKNOWN:
            return PhoneProblem.INVALID
        if kind in _HELPLINES:
            return PhoneProblem.OWN_SERIES
    return f"+{code}{national}"
