"""Takes in whether the carrier thinks that a machine has answered, and frees the agent of one."""

import logging
from datetime import datetime

from campaigns.rules.agent_states import AgentEvent, AgentStatus
from campaigns.rules.call_states import CallStatus
from campaigns.rules.carrier.machines import MachineAct, act_on
from campaigns.rules.carrier.schedule import BELL_LOST, LIVE_STEP
from campaigns.rules.outcomes import Outcome
from campaigns.shared.endings import release_agent, settle_case
from campaigns.shared.joining import take_who_waits
from campaigns.store.calling.cases import lock_case
from campaigns.store.calls.calls import lock_call, note_carrier_event
from campaigns.store.desk.agent_sessions import lock_agent_session, move_agent, take_due_pause
from campaigns.store.desk.answers import answers_of_call
from campaigns.store.lists.erasing import forget_late_words
from campaigns.store.session import EVERYTHING, Database, Session, enqueue, tell
from campaigns.store.tables import AgentSession, Call, Campaign, CarrierEvent
from campaigns.telephony.port import MachineTold

log = logging.getLogger(__name__)


def record_machine_verdict(db: Database, told: MachineTold, *, now: datetime) -> MachineAct | None:
    """Return what followed, once for each verdict; None where the call is not known, or the carrier's is another."""
    with db.transaction(EVERYTHING) as session:
        call = lock_call(session, told.call_id)
        if call is None or call.carrier_call_id not in (None, told.carrier_call_id):
            return None
        new = note_carrier_event(session, _event(call, told, now))
        forget_late_words(session, call)
        if not new or call.status is CallStatus.ENDED or call.outcome:
            return MachineAct.GO_ON
        campaign = session.get_one(Campaign, call.campaign_id)
        joined_for = now - call.talking_at if call.talking_at else None
        answers = len(answers_of_call(session, call.id))
        act = act_on(campaign.machines, told.heard, joined_for=joined_for, answers=answers)
        if act is not MachineAct.GO_ON:
            _give_up(session, call, act, at=now)
        return act


def _give_up(session: Session, call: Call, act: MachineAct, *, at: datetime) -> None:
    """End what the agent has with the call; its line goes on only while the message is said."""
    log.info("machine_answered", extra={"call_id": str(call.id), "act": act.value})
    case = lock_case(session, call.case_id)
    agent = lock_agent_session(session, call.agent_session_id) if call.agent_session_id else None
    call.outcome, call.abandoned = Outcome.MACHINE, False
    settle_case(session, case, call, Outcome.MACHINE, at=at)
    case.needs_agent_reserved = True  # a detector errs: should it have been a person, she finds somebody next time
    if agent is not None and agent.call_id == call.id:
        _free(session, call, agent, at=at)
    if act is MachineAct.LEAVE_MESSAGE:
        call.agent_session_id = None  # the line leaves her room: she is ready for the next person meanwhile
        call.settle_at = at + LIVE_STEP
        enqueue(session, "dial", "leave_message", call.id)
    else:
        call.settle_at = at + BELL_LOST  # upkeep ends the line if the bell is lost
        enqueue(session, "dial", "end_call", call.id)
    if agent is not None:
        take_who_waits(session, agent, at=at)
    tell(session, f"floor:{call.campaign_id}")


def _free(session: Session, call: Call, agent: AgentSession, *, at: datetime) -> None:
    """Free her without asking for an outcome: there was nobody to talk to."""
    if agent.status is not AgentStatus.ON_CALL:
        release_agent(session, call, agent, at=at)
        return
    move_agent(session, agent, AgentEvent.HANG_UP, at=at)
    agent.call_id = None
    move_agent(session, agent, AgentEvent.LOG, at=at)
    take_due_pause(session, agent, at=at)


def _event(call: Call, told: MachineTold, now: datetime) -> CarrierEvent:
    return CarrierEvent(
        key=told.key,
        department_id=call.department_id,
        call_id=call.id,
        kind=f"heard_{told.heard.value}",
        carrier_call_id=told.carrier_call_id,
        occurred_at=now,
        received_at=now,
        raw=dict(told.raw),
    )
