"""An agent has read a record in preview mode and passes it over, with a reason; the person comes back by rule."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.call_states import CallStatus
from campaigns.rules.calling.preview import SkipReason, back_after, may_skip
from campaigns.rules.refusals import RECORD_GONE, Refusal
from campaigns.shared.endings import withdraw_call
from campaigns.store.calling.preview_skips import note_preview_skip, skips_in_a_row, skips_of_person
from campaigns.store.calls.calls import lock_call
from campaigns.store.session import EVERYTHING, Database, tell
from campaigns.store.tables import AgentSession

SKIPPED = "skipped"


def skip_previewed_call(
    db: Database, session_id: UUID, call_id: UUID, reason: SkipReason, *, now: datetime
) -> Refusal | None:
    """Give the record back; twice is once. Nothing was dialled, so it counts for no attempt."""
    with db.transaction(EVERYTHING) as session:
        call = lock_call(session, call_id)
        agent = session.get_one(AgentSession, session_id)
        if call is None or agent.call_id != call_id or not call.preview or call.status is not CallStatus.INTENDED:
            return RECORD_GONE
        of_person = skips_of_person(session, call.case_id)
        refusal = may_skip(in_a_row=skips_in_a_row(session, agent), of_person=of_person)
        if refusal is not None:
            return refusal
        note_preview_skip(session, call, agent.user_id, reason, at=now)
        withdraw_call(session, call, SKIPPED, at=now, wait=back_after(of_person))
        tell(session, "dialler")
        return None
