"""The append-only trace of who signed in, saw or took out what: ids only."""

from sqlalchemy.orm import Session

from campaigns.store.tables import AccessTrace


def note_access(session: Session, trace: AccessTrace) -> None:
    """Append one line to the trace."""
    session.add(trace)
