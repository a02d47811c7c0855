"""A desk shows that it is there; a desk not heard gets no calls."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.refusals import DESK_UNKNOWN, Refusal
from campaigns.shared.signs_of_life import hear
from campaigns.store.session import EVERYTHING, Database


def note_desk_alive(db: Database, session_id: UUID, *, now: datetime, kept: int | None = None) -> Refusal | None:
    """Keep the moment of the last sign of life, and how much the desk still keeps on its computer, where that is news.

    Should it be lost with PostgreSQL, the next sign comes within seconds.
    """
    with db.transaction(EVERYTHING, may_be_lost=True) as session:
        return None if hear(session, session_id, at=now, kept=kept) else DESK_UNKNOWN
