"""Takes in that a person who rang us has hung up, or that what she heard is over."""

from datetime import datetime

from campaigns.rules.call_states import EndReason
from campaigns.shared.endings import end_call
from campaigns.store.calling.cases import lock_case
from campaigns.store.calls.calls_in import call_in
from campaigns.store.calls.open_lines import lock_line
from campaigns.store.session import EVERYTHING, Database, tell


def end_call_in(db: Database, carrier: str, carrier_call_id: str, *, now: datetime) -> bool:
    """Free the agent who waited for her or talked with her; the promise stands. False where the ring is not known."""
    with db.transaction(EVERYTHING) as session:
        line = call_in(session, carrier, carrier_call_id)
        if line is None:
            return False
        found = lock_line(session, line.call_id) if line.call_id else None  # it may serve another of her house by now
        line.ended_at = line.ended_at or now
        if found is not None:
            call, _ = found
            end_call(session, call, EndReason.COMPLETED if call.answered_at else EndReason.CANCELED, at=now)
            lock_case(session, call.case_id).held_until = None  # her line is free: she can be called
            tell(session, "dialler")
        return True
