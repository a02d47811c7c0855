"""What a row counts for in the figures of its list: its verdict, and the warnings that an officer is told of."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from campaigns.rules.verdicts import SHARED_BY_MANY, Verdict, Warn

Totals = Counter[Verdict | Warn]  # rows of a list, by these words


def totals_of(counts: Mapping[str, int]) -> Totals:
    """Return totals that were told as JSON."""
    verdicts = {verdict.value for verdict in Verdict}
    return Counter({Verdict(word) if word in verdicts else Warn(word): rows for word, rows in counts.items()})


def counts_for(verdict: Verdict, details: Mapping[str, Any]) -> tuple[Verdict | Warn, ...]:
    """Return the words under which a row is counted; a household's shared number is worth no word."""
    if verdict is not Verdict.ACCEPTED:
        return (verdict,)
    is_household = details.get("rows_of_phone", 1) < SHARED_BY_MANY
    words = (Warn(word) for word in details.get("warnings", ()))
    return (verdict, *(word for word in words if word is not Warn.PHONE_SHARED or not is_household))
