"""Takes in what the carrier told of a call: each delivery once, in any order."""

from datetime import datetime

from campaigns.shared.carrier_events import Taken, take_in
from campaigns.store.calls.open_lines import lock_line
from campaigns.store.session import EVERYTHING, Database
from campaigns.telephony.port import CallTold

__all__ = ["Taken", "record_call_event"]


def record_call_event(db: Database, told: CallTold, *, now: datetime) -> Taken:
    """Apply one event of the carrier, once. Should it be lost with PostgreSQL, upkeep asks the carrier how the call stands."""
    with db.transaction(EVERYTHING, may_be_lost=True) as session:
        line = lock_line(session, told.call_id)
        return take_in(session, *line, told, now=now) if line else Taken.UNKNOWN_CALL
