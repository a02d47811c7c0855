"""Until when an agent may take back the outcome that she has just saved, and what of a case is put back then."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from campaigns.rules.outcomes import Outcome

UNDO_FOR: Final = timedelta(seconds=10)  # of wall time: as long as a hand needs to see its mistake
LINK_TAKES: Final = timedelta(seconds=5)  # the desk counts from the key, the server from what came to it

_NUMBERS: Final = ("priority", "phone_position", "attempts")
_PLAIN: Final[tuple[str, ...]] = (*_NUMBERS, "reached", "needs_agent_reserved", "held_because", "outcome", "language")
_MOMENTS: Final = ("due_at", "held_until", "outcome_at")
_IDS: Final = ("owner_id",)


def may_take_back(logged_at: datetime, *, now: datetime, speed: float) -> bool:
    """Say whether it is still early enough; `speed`: how fast our clock runs beside that on the wall."""
    return now - logged_at <= (UNDO_FOR + LINK_TAKES) * speed


def remembered(case: Any) -> dict[str, Any]:
    """Return as JSON what an outcome may change of a case."""
    kept = {name: getattr(case, name) for name in _PLAIN}
    kept |= {name: moment.isoformat() if (moment := getattr(case, name)) else None for name in _MOMENTS}
    return kept | {name: str(id_) if (id_ := getattr(case, name)) else None for name in _IDS}


def as_it_was(kept: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a case from what was remembered of it."""
    fields = {name: kept[name] for name in _PLAIN if name in kept}
    fields |= {"outcome": Outcome(kept["outcome"]) if kept["outcome"] else None}
    fields |= {name: datetime.fromisoformat(kept[name]) if kept[name] else None for name in _MOMENTS}
    return fields | {name: UUID(kept[name]) if kept[name] else None for name in _IDS}
