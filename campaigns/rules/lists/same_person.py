"""Tells the rows of one file that are about the same person: the first that can be called is kept.

store/lists/rows_settling.py says the same in SQL for a list that is stored; a test holds the two together.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final

from campaigns.rules.areas.gazetteer import Gazetteer
from campaigns.rules.lists.beneficiary_list import JudgedRow
from campaigns.rules.lists.stored_row import stored_row
from campaigns.rules.verdicts import Reason, Verdict, Warn

_KEY_BYTES: Final = 12  # a million rows have a chance of one in 10^17 to meet by accident


def without_repeated_people(rows: Iterable[JudgedRow], places: Gazetteer, *, now: datetime) -> Iterator[JudgedRow]:
    """Reject every row of a person after her first; about 150 bytes of memory are kept for each person.

    The rows that are left have the warnings of their places too.
    """
    first: dict[bytes, int] = {}
    for judged in rows:
        if judged.verdict is not Verdict.ACCEPTED:
            yield judged
            continue
        stored = stored_row(judged, places, now=now)
        kept = first.setdefault(_key(stored), judged.row)
        if kept == judged.row:
            warnings = stored["details"].get("warnings", ())
            told = len(warnings) == len(judged.warnings)
            yield judged if told else judged._replace(warnings=tuple(map(Warn, warnings)))
        else:
            yield judged._replace(verdict=Verdict.REJECTED, reason=Reason.DUPLICATE_IN_FILE, same_as_row=kept)


def _key(row: dict[str, Any]) -> bytes:
    """The scheme's own id for her; without one her folded name, her first phone and the area."""
    person = row["details"]["person"]
    known = person.get("scheme_person_id")
    who = ("id", known) if known else ("who", person["folded_name"], row["phones"][0], person.get("area_id", ""))
    return blake2b("\x1f".join(who).encode(), digest_size=_KEY_BYTES).digest()
