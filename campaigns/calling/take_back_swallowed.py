"""Takes back what an outage swallowed of people who were held by somebody else when it was noted."""

from datetime import datetime, timedelta
from typing import Final

from campaigns.shared.swallowed import take_back_attempts
from campaigns.store.calling.swallowed_attempts import outages_noted_since
from campaigns.store.session import EVERYTHING, Database

LOOKED_AFTER: Final = timedelta(minutes=10)  # nobody holds a case for so long


def take_back_swallowed(db: Database, *, now: datetime) -> int:
    """Return how many attempts were taken back, of all outages that were noted of late."""
    with db.transaction(EVERYTHING) as session:
        outages = outages_noted_since(session, now - LOOKED_AFTER, now=now)
    return sum(take_back_attempts(db, outage, now=now) for outage in outages)
