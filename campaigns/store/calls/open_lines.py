"""Open lines: on a shared phone one line may serve several people, one call after the other."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.store.calls.calls import end_with, lock_call_of_campaign, move_call
from campaigns.store.tables import Call, Campaign, Case


def lock_line(session: Session, call_id: UUID) -> tuple[Call, Campaign] | None:
    """Return the call that now has the line of a call, locked: on a shared phone one line may serve several people."""
    found = lock_call_of_campaign(session, call_id)
    while found is not None and found[0].status is CallStatus.ENDED:
        following = session.scalar(select(Call.id).where(Call.continues_id == found[0].id))
        if following is None:
            break
        found = lock_call_of_campaign(session, following)
    return found


def continue_line(session: Session, call: Call, case: Case, *, at: datetime) -> Call:
    """End a locked call whose line stays open, and return the one that goes on with another person on it.

    It was not dialled: it has no time of sending, and counts as no call to the phone.
    """
    line, call.carrier_call_id = call.carrier_call_id, None
    end_with(call, EndReason.COMPLETED)
    move_call(session, call, CallEvent.END, ring_seconds=0, at=at)
    session.flush()  # one live call per phone, line and agent: the first leaves before the second comes
    following = Call(
        id=uuid4(),
        department_id=call.department_id,
        campaign_id=call.campaign_id,
        case_id=case.id,
        phone=call.phone,
        caller_id=call.caller_id,
        script_version_id=case.script_version_id or session.get_one(Campaign, call.campaign_id).script_version_id,
        direction=call.direction,
        status=CallStatus.ANSWERED,
        carrier=call.carrier,
        carrier_call_id=line,
        agent_session_id=call.agent_session_id,
        continues_id=call.id,
        held_at=call.held_at,
        preview=False,
        intended_at=at,
        expires_at=at,
        settle_tries=0,
        abandoned=False,
    )
    session.add(following)
    move_call(session, following, CallEvent.JOIN, ring_seconds=0, at=at)
    session.flush()
    return following
