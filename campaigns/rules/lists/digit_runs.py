"""Cuts a run of digit groups, as a clerk writes several numbers one after the other, into phone numbers."""

import re
from typing import Final

from campaigns.rules.lists.dialled_digits import PhoneProblem, read_digits

WORTH_A_WARNING: Final = 4  # digits; shorter pieces are ages, extensions, house numbers


def numbers_in_run(run: str, region: str) -> list[str]:
    """Cut a run of digit groups into numbers: whole if that is one number, else the longest valid ones in order.

    A leftover of one to three digits means that a number is mistyped: then nothing of the run is trusted.
    """
    if not isinstance(read_digits(run, region), PhoneProblem):
        return [run]
    groups = re.findall(r"\+?\(?\+?\d+\)?", run)
    parts: list[str] = []
    left: list[str] = []
    at = 0
    while at < len(groups):
        end = _end_of_number(groups, at, region)
        if end is None:
            left.append(groups[at])
            at += 1
            continue
        parts += ["".join(left)] * bool(left) + [" ".join(groups[at:end])]
        left, at = [], end
    parts += ["".join(left)] * bool(left)
    if any(len(re.sub(r"\D", "", part)) < WORTH_A_WARNING for part in parts):
        return [run]
    return parts


def _end_of_number(groups: list[str], start: int, region: str) -> int | None:
    ends = range(min(len(groups), start + 8), start, -1)
    return next(
        (end for end in ends if not isinstance(read_digits(" ".join(groups[start:end]), region), PhoneProblem)), None
    )
