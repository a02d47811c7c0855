"""Rows that a transaction still reads at its end: the driver's connection is theirs until they are told to stop."""

from typing import Final

from sqlalchemy.orm import Session

STREAMS: Final = "streams"  # in a session's own notes: the generators of rows that were begun


def end_streams(session: Session) -> None:
    """Stop what is half read: to roll back, or to commit, would wait for it for ever, in the thread that reads."""
    for rows in session.info.pop(STREAMS, ()):
        rows.close()
