"""Takes back the attempts that an outage has swallowed; shared by who notes it and who looks once more after them."""

from datetime import datetime
from typing import Final

from campaigns.store.calling.swallowed_attempts import (
    Outage,
    reopen_swallowed_cases,
    take_back_swallowed_attempts,
)
from campaigns.store.session import EVERYTHING, Database

AT_ONCE: Final = 500  # attempts in one transaction: who settles a call waits no longer for a case


def take_back_attempts(db: Database, outage: Outage, *, now: datetime) -> int:
    """Return how many attempts were taken back and cases opened again; who is held at this moment is passed over."""
    opened = taken = AT_ONCE
    done = 0
    while opened == AT_ONCE:
        with db.transaction(EVERYTHING) as session:
            done += (opened := reopen_swallowed_cases(session, outage, most=AT_ONCE, now=now))
    while taken == AT_ONCE:
        with db.transaction(EVERYTHING) as session:
            done += (taken := take_back_swallowed_attempts(session, outage, most=AT_ONCE))
    return done
