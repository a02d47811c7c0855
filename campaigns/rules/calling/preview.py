"""Preview mode: which records an agent may pass over, and when such a person comes back.

Whoever chooses her people leaves the hard ones to nobody: each skip has a reason that is kept and counted, after so many
records one must be called, and a person is passed over only so often (own judgement; no source was found).
"""

from datetime import timedelta
from enum import StrEnum
from typing import Final

from campaigns.rules.refusals import Refusal

LOOKED_AHEAD: Final = 3  # records read one after another, the last of which is called
MOST_SKIPS: Final = 2  # of one person, whoever reads her record
BACK_AFTER: Final = timedelta(minutes=30)


class SkipReason(StrEnum):
    """Why an agent does not call somebody whose record she has read."""

    KNOWN_PERSON = "known_person"  # a relative or neighbour of hers
    RECORD_UNCLEAR = "record_unclear"
    OTHER_LANGUAGE = "other_language"
    BAD_TIME = "bad_time"  # prayer, harvest, a death in the village


def may_skip(*, in_a_row: int, of_person: int) -> Refusal | None:
    """Tell whether one more record may be passed over: so many in a row by this agent, so often this person."""
    if of_person >= MOST_SKIPS:
        return Refusal("skipped_too_often", "This person was passed over twice already. Call now, or take a break.")
    if in_a_row >= LOOKED_AHEAD - 1:
        return Refusal("looked_ahead", "You have looked at three people in a row. Call this one, or take a break.")
    return None


def skips_left(*, in_a_row: int, of_person: int) -> int:
    """Return how many records may still be passed over, this one among them."""
    return 0 if may_skip(in_a_row=in_a_row, of_person=of_person) else LOOKED_AHEAD - 1 - in_a_row


def back_after(of_person: int) -> timedelta:
    """Return after how long somebody who has been passed over comes back: later the second time."""
    return BACK_AFTER * (of_person + 1)
