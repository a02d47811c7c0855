"""Logs what an agent says came of a call: answers, outcome, next try or close, and the agent is free again."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from campaigns.rules.agent_states import AgentEvent, AgentStatus
from campaigns.rules.call_states import CallStatus
from campaigns.rules.calling.callback_slots import is_after
from campaigns.rules.calling.calling_hours import may_call
from campaigns.rules.calling.opt_outs import OptOutScope, OptOutSource, Reach
from campaigns.rules.calling.other_language import language_instead
from campaigns.rules.carrier.schedule import BELL_LOST
from campaigns.rules.case_states import CaseEvent
from campaigns.rules.desk.campaign_outcomes import outcomes_of
from campaigns.rules.desk.taking_back import remembered
from campaigns.rules.outcomes import AGENT_OUTCOMES, LONGEST_NOTE, OUTCOMES, Effect, Outcome, OutcomeWish
from campaigns.rules.refusals import CALLBACK_TIME_MISSING, NOT_YOUR_CALL, NOTE_TOO_LONG, OUTCOME_UNKNOWN, Refusal
from campaigns.rules.scripts.who_answered import was_reached
from campaigns.shared.endings import CALLBACK_PRIORITY, settle_case
from campaigns.shared.joining import take_who_waits
from campaigns.shared.late_outcomes import may_still_log, take_back
from campaigns.shared.next_tries import note_booked_answer
from campaigns.shared.shared_phones import go_on_with, sharer_to_go_on_with
from campaigns.shared.speakers import keep_last_answers
from campaigns.store.calling.calling_rules import rules_of_case
from campaigns.store.calling.cases import move_case
from campaigns.store.calling.tried_languages import tried_languages
from campaigns.store.desk.agent_sessions import move_agent, take_due_pause
from campaigns.store.desk.answers import note_outcome
from campaigns.store.desk.desk_locks import CallAtDesk, lock_call_at_desk
from campaigns.store.desk.logged_outcomes import has_logged, logged_under
from campaigns.store.lists.erased_people import numbers_called
from campaigns.store.lists.erasing import forget_late_words
from campaigns.store.lists.retention import last_day_of_case
from campaigns.store.people.opt_outs import note_opt_out
from campaigns.store.people.spoken_languages import spoken_languages
from campaigns.store.session import EVERYTHING, Database, Session, enqueue, tell
from campaigns.store.tables import AgentSession, Call, Campaign, Case, LoggedOutcome

MAY_LOG: Final = (AgentStatus.ON_CALL, AgentStatus.WRAP_UP, AgentStatus.PAUSED)
ALREADY_LOGGED: Final = Refusal(
    "already_logged", "The outcome of this call is logged already: where it is wrong, tell your supervisor."
)


def log_outcome(db: Database, session_id: UUID, wish: OutcomeWish, *, now: datetime) -> Refusal | None:
    """Save an outcome once; the same key again is success and changes nothing."""
    with db.transaction(EVERYTHING) as session:
        at_desk = lock_call_at_desk(session, wish.call_id, session_id)
        if at_desk is None:
            return NOT_YOUR_CALL
        call, agent, case = at_desk.call, at_desk.agent, at_desk.case
        if _known(session, call, wish):
            return None
        late = may_still_log(session, agent, call)
        if not (late or _owes(agent, call)):
            return ALREADY_LOGGED if has_logged(session, call.id, agent.user_id) else NOT_YOUR_CALL
        wrong = _wrong_wish(session, at_desk, wish, now=now)
        sharer = wrong or sharer_to_go_on_with(session, call, agent, wish)
        if isinstance(sharer, Refusal):
            return sharer
        before = None if late or sharer else remembered(case)
        if not note_outcome(session, _logged(call, agent, wish, before, at=now)):
            return ALREADY_LOGGED  # under the key of another call
        keep_last_answers(session, call, wish, at=now)
        forget_late_words(session, call)
        call.outcome = wish.outcome
        if not late or take_back(session, case, call, at=now):
            _settle(session, case, call, agent, wish, at=now)
        _keep_from_calling(session, call, agent, wish, at=now)
        if not late:  # her desk has been free of a late one for long
            _leave(session, call, agent, wish, sharer, at=now)
        tell(session, f"floor:{call.campaign_id}")
        return None


def _known(session: Session, call: Call, wish: OutcomeWish) -> bool:
    """Tell whether this very outcome has come before, be it that its agent has taken it back since."""
    of_call, undone = logged_under(session, wish.key)
    return of_call == call.id or undone


def _owes(agent: AgentSession, call: Call) -> bool:
    return agent.call_id == call.id and agent.status in MAY_LOG


def _wrong_wish(session: Session, at_desk: CallAtDesk, wish: OutcomeWish, *, now: datetime) -> Refusal | None:
    call, campaign = at_desk.call, at_desk.campaign
    if wish.outcome not in (AGENT_OUTCOMES if call.outcome else outcomes_of(campaign.outcomes)):
        return OUTCOME_UNKNOWN
    if len(wish.note) > LONGEST_NOTE:
        return NOTE_TOO_LONG
    if OUTCOMES[wish.outcome].effect is not Effect.BOOK or (wish.callback_at and call.outcome is Outcome.NOT_LOGGED):
        return None  # a promise that comes late is kept as soon as she may be called
    return _wrong_callback(session, campaign, at_desk.case, wish.callback_at, now=now)


def _wrong_callback(
    session: Session, campaign: Campaign, case: Case, at: datetime | None, *, now: datetime
) -> Refusal | None:
    if at is None or at <= now:
        return CALLBACK_TIME_MISSING
    rules = rules_of_case(session, campaign, case, now=now)
    if may_call(rules, now=at):
        return Refusal("callback_not_callable", "Nobody may be called at that time. Choose another.")
    if is_after(at, last_day_of_case(session, case), rules):
        return Refusal("callback_after_end", "The campaign ends before that time. Choose an earlier one.")
    return None


def _logged(
    call: Call, agent: AgentSession, wish: OutcomeWish, before: dict[str, Any] | None, *, at: datetime
) -> LoggedOutcome:
    return LoggedOutcome(
        id=uuid4(),
        key=wish.key,
        department_id=call.department_id,
        call_id=call.id,
        case_id=call.case_id,
        user_id=agent.user_id,
        outcome=wish.outcome,
        note=wish.note or None,
        callback_at=wish.callback_at,
        at=at,
        before=before,
    )


def _settle(session: Session, case: Case, call: Call, agent: AgentSession, wish: OutcomeWish, *, at: datetime) -> None:
    if OUTCOMES[wish.outcome].effect is Effect.BOOK and wish.callback_at is not None:
        case.reached = case.reached or was_reached(wish.outcome, confirmed=call.confirmed)
        if move_case(session, case, CaseEvent.BOOK, at=at, call_id=call.id, outcome=wish.outcome):
            case.due_at, case.priority = wish.callback_at, CALLBACK_PRIORITY
            case.owner_id = agent.user_id if wish.mine else None
        note_booked_answer(session, case, call, wish.outcome, at=at)
        return
    if wish.outcome is Outcome.OTHER_LANGUAGE:
        _turn_to_speakers(session, case, wish.heard)
    settle_case(session, case, call, wish.outcome, at=at)


def _turn_to_speakers(session: Session, case: Case, heard: str | None) -> None:
    """Let a locked case wait in the line of another language, for whoever speaks it."""
    campaign = session.get_one(Campaign, case.campaign_id)
    spoken, tried = spoken_languages(session, campaign), tried_languages(session, case)
    instead = language_instead(heard, campaign=campaign.languages, spoken=spoken, tried=tried)
    case.language = instead or case.language


def _keep_from_calling(session: Session, call: Call, agent: AgentSession, wish: OutcomeWish, *, at: datetime) -> None:
    if wish.outcome is Outcome.OPT_OUT:
        whole = Reach(OptOutScope.DEPARTMENT, call.department_id)  # "never call me again" is said to a department
        for phone in numbers_called(session, call):
            note_opt_out(session, phone, whole, OptOutSource.CALL, at=at, call_id=call.id, noted_by=agent.user_id)


def _leave(
    session: Session, call: Call, agent: AgentSession, wish: OutcomeWish, sharer: Case | None, *, at: datetime
) -> None:
    if sharer is not None:
        go_on_with(session, call, agent, sharer, at=at)
        return
    if agent.status is AgentStatus.ON_CALL:
        move_agent(session, agent, AgentEvent.HANG_UP, at=at)
    if call.status is not CallStatus.ENDED:
        enqueue(session, "dial", "end_call", call.id)
        call.settle_at = at + BELL_LOST  # upkeep ends the line if the bell is lost
    agent.call_id, agent.heard_at = None, at
    agent.next_pause = wish.then_pause or agent.next_pause
    move_agent(session, agent, AgentEvent.LOG, at=at, reason=agent.pause_reason)
    take_due_pause(session, agent, at=at)
    take_who_waits(session, agent, at=at)
