"""Cuts Aadhaar and CNIC numbers to their last four digits wherever they stand, and leaves phones whole."""

import re
from enum import StrEnum
from typing import Final

from campaigns.rules.lettering import latin_digits


class ColumnKind(StrEnum):
    """What a column is for decides how a bare run of digits in it is read."""

    PHONES = "phones"  # 91 and ten digits is a phone here
    IDENTITY = "identity"  # the heading says Aadhaar or CNIC: any long number is one, mistyped or not
    OTHER = "other"
    WORDS = "words"  # what people type: phones, accounts and identity numbers stand between words


_KEPT: Final = 4
# Looked for at every beginning of a run of digits, so that a house number before it hides none.
_AADHAAR: Final = re.compile(r"(?<![\d+])(?=(\d(?:[ \-.\u00a0]{0,2}\d){11})(?!\d))")
_AADHAAR_AMONG_PHONES: Final = re.compile(r"(?<![\d+])(?=(\d{12}|\d{4}(?:[ \-./\u00a0]{1,3}\d{4}){2})(?!\d))")
# Said to be one, mistyped or not; ten digits after these words are rather the phone that goes with the card.
_CALLED_SO: Final = re.compile(
    r"(?:aadh?aa?r|adhar|uidai|\buid|\bc?nic|आधार|آدھار|ادھار|شناختی کارڈ)\W{0,3}"
    r"(?:(?:card|number|num|no|नंबर|संख्या|نمبر|کارڈ)\W{0,3}){0,2}(\d(?:[ \-./‐–\u00a0]{0,2}\d){11,12})(?!\d)",
    re.IGNORECASE,
)
_CNIC: Final = re.compile(r"(?<!\d)(?<!\+)\d{5}[ \-./‐–]\d{7}[ \-./‐–]\d(?!\d)")
_BARE_CNIC: Final = re.compile(r"(?<!\d)(?<!\+)[1-8]\d{12}(?!\d)")
_LONG_NUMBER: Final = re.compile(r"(?<!\d)\d(?:[ \-./‐–\u00a0]{0,2}\d){7,19}(?!\d)")
_PHONE_WITH_CODE: Final = {
    "IN": re.compile(r"91[6-9]\d{9}"),
    "PK": re.compile(r"923\d{9}"),
    "": re.compile(r"91[6-9]\d{9}|923\d{9}"),
}
_PLAIN_AADHAAR: Final = re.compile(r"[0-9]{4}([ -]?)[0-9]{4}\1[0-9]{4}")
_BETWEEN: Final = "\x1e" * 4  # between the texts of a column: no number reaches over it
# Looked for where digits begin: who begins later has fewer of them. A digit is looked for first: letters are skipped.
_MANY: Final = re.compile(r"\d(?<!\d\d)(?:\D{0,3}+\d){7}")
_TWELVE: Final = re.compile(r"\d(?<!\d\d)(?:\D{0,3}+\d){11}")
_CUT: Final = re.compile(r"(?<![^\W_])X{8,}\d{4}(?!\d)")  # no masked phone is that long
_CUT_IN_ITS_COLUMN: Final = re.compile(r"(?<![^\W_])X{4,}\d{4}(?!\d)")

# Verhoeff's check digit: the dihedral group of order ten, and a permutation by position.
_TIMES: Final = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 3, 4, 0, 6, 7, 8, 9, 5), (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7), (4, 0, 1, 2, 3, 9, 5, 6, 7, 8), (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2), (7, 6, 5, 9, 8, 2, 1, 0, 4, 3), (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)  # fmt: skip
_MOVED: Final = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 5, 7, 6, 2, 8, 3, 0, 9, 4), (5, 8, 0, 3, 7, 9, 6, 1, 4, 2),
    (8, 9, 1, 6, 0, 4, 3, 5, 2, 7), (9, 4, 5, 3, 1, 2, 6, 8, 7, 0), (4, 2, 8, 6, 5, 7, 3, 9, 0, 1),
    (2, 7, 9, 3, 8, 0, 6, 4, 1, 5), (7, 0, 4, 6, 9, 1, 3, 2, 5, 8),
)  # fmt: skip


def is_aadhaar(digits: str) -> bool:
    """Say whether twelve digits can be an Aadhaar number: none begins with 0 or 1, and the check digit fits."""
    return len(digits) == 12 and digits[0] not in "01" and passes_verhoeff(digits)


def passes_verhoeff(digits: str) -> bool:
    """Say whether the last digit is Verhoeff's check digit of those before it."""
    check = 0
    for place, digit in enumerate(reversed(digits)):
        check = _TIMES[check][_MOVED[place % 8][int(digit)]]
    return check == 0


def shortest_number(kind: ColumnKind) -> int:
    """Return how many letters a text must have to hold one."""
    return 8 if kind is ColumnKind.IDENTITY else 12


def may_hold_identity_number(text: str, kind: ColumnKind) -> bool:
    """Say whether it is worth looking for one: a text without enough digits close together holds none."""
    return (_MANY if kind is ColumnKind.IDENTITY else _TWELVE).search(text) is not None


def cut_identity_numbers(text: str, kind: ColumnKind, region: str) -> str:
    """Return the text with every identity number in it cut to its last four digits; other text is untouched."""
    if len(text) < shortest_number(kind) or not may_hold_identity_number(text, kind):
        return text
    plain = latin_digits(text)  # letter for letter: places in `plain` are places in `text`
    spans = sorted(_identity_spans(plain, kind, region))
    cut, at = [], 0
    for start, end in spans:
        if start < at:
            continue
        digits = re.sub(r"\D", "", plain[start:end])
        cut += [text[at:start], "X" * (len(digits) - _KEPT) + digits[-_KEPT:]]
        at = end
    return "".join([*cut, text[at:]]) if spans else text


def cut_column(texts: list[str], kind: ColumnKind, region: str) -> list[str]:
    """Return the texts of a column with every identity number cut; whether there may be one is asked of all at once."""
    shortest = shortest_number(kind)
    long = [text for text in texts if len(text) >= shortest]
    if not long or not may_hold_identity_number(_BETWEEN.join(long), kind):
        return texts
    if kind is ColumnKind.IDENTITY:
        return [
            "X" * 8 + text[-_KEPT:] if _PLAIN_AADHAAR.fullmatch(text) else cut_identity_numbers(text, kind, region)
            for text in texts
        ]
    return [text if len(text) < shortest else cut_identity_numbers(text, kind, region) for text in texts]


def cut_in_words(words: str) -> str:
    """Return what somebody has typed as it is kept; the numbers of both countries are looked for, phones stay whole."""
    return cut_identity_numbers(words, ColumnKind.WORDS, "")


def cut_in_name(name: str) -> str:
    """Return the name of a file or of a sheet as it is kept; there the numbers of both countries are looked for."""
    return cut_identity_numbers(name, ColumnKind.OTHER, "PK")


def shows_cut_number(text: str, kind: ColumnKind) -> bool:
    """Say whether a number stands here that was cut to its last four digits."""
    return (_CUT_IN_ITS_COLUMN if kind is ColumnKind.IDENTITY else _CUT).search(text) is not None


def _identity_spans(plain: str, kind: ColumnKind, region: str) -> list[tuple[int, int]]:
    spans = [match.span() for match in _CNIC.finditer(plain)]
    among_phones = kind in (ColumnKind.PHONES, ColumnKind.WORDS)
    for match in (_AADHAAR_AMONG_PHONES if among_phones else _AADHAAR).finditer(plain):
        digits = re.sub(r"\D", "", match[1])
        is_phone = among_phones and _PHONE_WITH_CODE[region].fullmatch(digits)
        if is_aadhaar(digits) and not is_phone:
            spans.append(match.span(1))
    if kind is not ColumnKind.PHONES:
        spans += [match.span(1) for match in _CALLED_SO.finditer(plain)]
        if region != "IN":  # thirteen digits are an account number there as well, and no digit checks a CNIC
            spans += [match.span() for match in _BARE_CNIC.finditer(plain)]
    if kind is ColumnKind.IDENTITY:
        spans += [match.span() for match in _LONG_NUMBER.finditer(plain)]
    return spans
