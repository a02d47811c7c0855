"""Reads an id of ours that came with a request."""

from uuid import UUID


def id_or_none(written: str | None) -> UUID | None:
    """Return the id; None where nothing is written, or no id."""
    try:
        return UUID(written or "")
    except ValueError:
        return None
