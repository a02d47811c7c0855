"""Intends calls: the row that stands before anything leaves for the carrier, with or without an agent reserved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from campaigns.rules.agent_states import AgentEvent
from campaigns.rules.call_states import CallStatus
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.carrier.schedule import SEND_WITHIN, next_look
from campaigns.rules.case_states import CaseEvent
from campaigns.rules.outcomes import Outcome
from campaigns.shared.next_tries import leave_number
from campaigns.shared.promises import PROMISE_PRIORITY
from campaigns.store.calling.cases import move_case
from campaigns.store.calling.ready_lanes import note_turns
from campaigns.store.calling.ready_queue import DueCase
from campaigns.store.calls.calls import save_intended_calls
from campaigns.store.desk.agent_sessions import move_agent
from campaigns.store.session import Session, enqueue
from campaigns.store.tables import AgentSession, Call, Campaign, Case

Pair = tuple[AgentSession | None, DueCase]


@dataclass(frozen=True)
class Limits:
    """What holds at this moment outside the campaign: the carrier, how many calls it takes, desk silence."""

    carrier: str
    concurrent_calls: int
    desk_silence: timedelta  # a desk not heard for so long gets no call
    waiting_calls: int | None = None  # so many may wait for their turn at the carrier's rate
    at_most: int | None = None  # new calls, so that other campaigns get their share of the lines


def intend(
    session: Session, campaign: Campaign, pairs: Iterable[Pair], limits: Limits, *, now: datetime
) -> dict[UUID, Case]:
    """Intend a call for each locked case, its locked agent reserved; returns the cases by call."""
    intended = dict[UUID, Case]()
    left = [pair for pair in pairs if not _tried_enough(session, campaign, pair[1].case, now=now)]
    ordered = sorted(left, key=lambda pair: pair[1].phone)  # one order of locks for all campaigns
    calls = [_call(campaign, waiting, agent, limits, now) for agent, waiting in ordered]
    saved = save_intended_calls(session, calls)
    for call, (agent, waiting) in zip(calls, ordered, strict=True):
        if call.id not in saved:
            continue  # the phone got a live call from another campaign a moment ago
        move_case(session, waiting.case, CaseEvent.CLAIM, at=now, call_id=call.id)
        if agent is not None:
            agent.call_id = call.id
            move_agent(session, agent, AgentEvent.RESERVE, at=now)
        if not call.preview:
            enqueue(session, "dial", "place_call", call.id)
        intended[call.id] = waiting.case
    note_turns(session, campaign.id, list(intended.values()))
    return intended


def _tried_enough(session: Session, campaign: Campaign, case: Case, *, now: datetime) -> bool:
    """Leave the number of a locked case that has had its attempts: an officer has allowed fewer since the last one."""
    if case.attempts < campaign.max_attempts or case.priority == PROMISE_PRIORITY:
        return False
    leave_number(session, case, case.outcome or Outcome.NO_ANSWER, at=now)
    return True


def pair(agents: Iterable[AgentSession], due: Iterable[DueCase]) -> list[tuple[AgentSession, DueCase]]:
    """Give each case, in its order, to the longest-idle agent who may take it; no phone twice."""
    free, taken, pairs = list(agents), set[str](), list[tuple[AgentSession, DueCase]]()
    for waiting in due:
        able = [agent for agent in free if _may_take(agent, waiting)]
        owner = [agent for agent in able if agent.user_id == waiting.case.owner_id]
        if not able or waiting.phone in taken:
            continue
        chosen = (owner or able)[0]
        free.remove(chosen)
        taken.add(waiting.phone)
        pairs.append((chosen, waiting))
    return pairs


def _may_take(agent: AgentSession, waiting: DueCase) -> bool:
    language = waiting.case.language
    return language is None or not agent.languages or language in agent.languages


def _call(campaign: Campaign, waiting: DueCase, agent: AgentSession | None, limits: Limits, now: datetime) -> Call:
    preview = campaign.mode is DialMode.PREVIEW
    return Call(
        id=uuid4(),
        department_id=campaign.department_id,
        campaign_id=campaign.id,
        case_id=waiting.case.id,
        phone=waiting.phone,
        caller_id=campaign.caller_id,
        script_version_id=waiting.case.script_version_id or campaign.script_version_id,
        status=CallStatus.INTENDED,
        carrier=limits.carrier,
        agent_session_id=agent.id if agent else None,
        preview=preview,
        intended_at=now,
        expires_at=now + (timedelta(seconds=campaign.preview_seconds) if preview else SEND_WITHIN),
        settle_at=next_look(CallStatus.INTENDED, ring_seconds=campaign.ring_seconds, tries=0, now=now),
        settle_tries=0,
        abandoned=False,
        likely=waiting.likely,
    )
