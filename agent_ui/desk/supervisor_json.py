"""What a desk shows of its supervisor, as JSON."""

from typing import Any

from campaigns.store.desk.desk_supervisor import DeskSupervisor


def supervisor_json(seen: DeskSupervisor) -> dict[str, Any]:
    """Return who is in her call and how, and what was written to her."""
    return {
        "listener": seen.listener,
        "mode": seen.mode.value if seen.mode else None,
        "messages": [
            {"id": str(one.id), "words": one.words, "by": one.by, "at": one.at.isoformat()} for one in seen.unread
        ],
    }
