"""What a row counts for in the figures of its list: its verdict, and the warnings that an officer is told of."""

from collections.abc import Mapping
from typing import Any

from campaigns.rules.verdicts import SHARED_BY_MANY, Verdict, Warn


def counts_for(verdict: Verdict, details: Mapping[str, Any]) -> tuple[Verdict | Warn, ...]:
    """Return the words under which a row is counted; a household's shared number is worth no word."""
    if verdict is not Verdict.ACCEPTED:
        return (verdict,)
    is_household = details.get("rows_of_phone", 1) < SHARED_BY_MANY
    words = (Warn(word) for word in details.get("warnings", ()))
    return (verdict, *(word for word in words if word is not Warn.PHONE_SHARED or not is_household))
