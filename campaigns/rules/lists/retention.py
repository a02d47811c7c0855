"""What becomes of people's data when the time is over for which a list may be kept, and what stays of it.

India. Digital Personal Data Protection Act 2023 with its Rules of 2025: personal data is erased when its purpose has
ended, logs are kept for a year at least (rule 6). So names, numbers, ids, ages and free texts go, and what was done
stays: rows with their verdicts, places to the block, gender and category, calls with their outcomes and times. A phone
becomes its last four digits beside a keyed digest, by which whoever holds the key can still answer the owner of a
number who asks whether, and when, she was called. The rule for named classes of large fiduciaries asks for a notice 48
hours before; officers see it for a month.
"""

import hmac
from datetime import date, timedelta
from typing import Final

from campaigns.rules.refusals import Refusal

FORETOLD: Final = timedelta(days=30)  # for so long the pages tell which lists will be erased
LONGEST_HOLD: Final = timedelta(days=366)  # then somebody looks at it again
LONGEST_REASON: Final = 300
_SEALED: Final = "sealed:"
_DIGITS: Final = 32  # of the digest, in hexadecimal
_SHOWN: Final = 4  # last digits, as an account shows them


def sealed_phone(secret: str, e164: str) -> str:
    """Return what is kept of a number that was called; the same number and key always give the same."""
    digest = hmac.digest(secret.encode(), b"phone " + e164.encode(), "sha256").hex()
    return f"{_SEALED}{digest[:_DIGITS]}:{e164[-_SHOWN:]}"


def is_sealed(phone: str) -> bool:
    """Tell whether a number was sealed before."""
    return phone.startswith(_SEALED)


def last_digits(phone: str) -> str:
    """Return the last four digits of a number, be it sealed."""
    return phone[-_SHOWN:]


def refuse_hold(because: str, until: date | None, *, today: date) -> Refusal | None:
    """Say what is missing or wrong of a hold, which keeps a list beyond its time until a day."""
    if not because:
        return Refusal("hold_reason_missing", "Write why the list must be kept: the case, the audit or the order.")
    if len(because) > LONGEST_REASON:
        return Refusal("basis_too_long", f"Write this in at most {LONGEST_REASON} letters.")
    if until is None or until <= today:
        return Refusal("hold_day_wrong", "Choose a day that is still to come.")
    if until > today + LONGEST_HOLD:
        return Refusal(
            "hold_too_long", "Hold a list for a year at most: then somebody looks whether it is still needed."
        )
    return None
