"""Hides most of a phone number where somebody must recognise it but not copy it."""

from phonenumbers import NumberParseException, format_number, parse
from phonenumbers import PhoneNumberFormat as Format

from campaigns.rules.lists.retention import is_sealed

SHOWN_AT_START = 2
SHOWN_AT_END = 4
DOT = "•"


def mask_phone(e164: str) -> str:
    """Return +919419012318 as +91 94••• •2318: country, two digits, and the last four; of a sealed one only those four."""
    if is_sealed(e164):
        return f"{DOT * SHOWN_AT_END} {e164[-SHOWN_AT_END:]}"
    try:
        written = format_number(parse(e164), Format.INTERNATIONAL)
    except NumberParseException:
        return DOT * len(e164)
    country, _, national = written.partition(" ")
    digits = [place for place, letter in enumerate(national) if letter.isdigit()]
    hidden = set(digits[SHOWN_AT_START:-SHOWN_AT_END])
    return f"{country} " + "".join(DOT if place in hidden else letter for place, letter in enumerate(national))
