"""In which parts a desk's state is told: what changes together is one part, so that its mark stays short.

A part is shaped like the state itself: `{"call": {"status": "talking"}}` is of the call only what the talk moves.
"""

from collections.abc import Iterator
from typing import Any, Final

SHIFT: Final = (
    *("session", "agent", "tab", "taking", "leg", "leg_up", "shift_since", "campaign", "carrier_rests"),
    *("script_version", "outcomes", "other_languages", "pauses", "skip_reasons", "keys", "page"),
)
HOURS: Final = ("slots", "slot_hours")  # the longest part; nobody looks at it between two calls, so it stays
TOGETHER: Final = (
    ("answers",),  # the first, for news.only_answers
    SHIFT,
    ("status", "stamp", "since", "pause_reason", "next_pause", "break"),
    ("merged", "record", "attempts", "others"),  # of the person, and nothing that is done in a call changes it
    HOURS,
    ("asked_for_help", "supervisor"),
)
MOVING: Final = {  # fields that change while the rest of their record stays
    "call": frozenset(
        # the call of the next person on one line differs in nothing but its id and its clock
        (
            *("id", "status", "started_seconds", "expires_seconds", "nearly_done", "skips_left", "on_hold"),
            *("line_fell", "taken_over"),
        )
    ),
    "person": frozenset(("scheme",)),
}


def parts_of(state: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Return the parts of a state, always in the same order; a field that has no company is a part of its own."""
    for names in TOGETHER:
        yield {name: state[name] for name in names if name in state}
    placed = {name for names in TOGETHER for name in names}
    for name in sorted(state.keys() - placed):
        if name in MOVING:
            yield from _record(name, state[name])
        else:
            yield {name: state[name]}


def joined(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Return parts as one state, or as much of one as they hold."""
    whole: dict[str, Any] = {}
    for part in parts:
        for name, value in part.items():
            both = name in MOVING and value and whole.get(name)
            whole[name] = whole[name] | value if both else value
    return whole


def _record(name: str, record: dict[str, Any] | None) -> Iterator[dict[str, Any]]:
    """Return a record as what stays of it and what moves; where there is none, both say so."""
    for moves in (False, True):
        fields = record and {field: value for field, value in record.items() if (field in MOVING[name]) is moves}
        yield {name: fields}
