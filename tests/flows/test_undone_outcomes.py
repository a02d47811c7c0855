"""An agent takes back what she has just saved: the person, the register and her desk are exactly as they were before."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.desk.log_outcome import log_outcome
from campaigns.desk.undo_outcome import undo_outcome
from campaigns.rules.agent_states import AgentEvent, AgentStatus, PauseReason
from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome, OutcomeWish
from campaigns.rules.refusals import Refusal
from campaigns.store.desk.agent_sessions import move_agent
from campaigns.store.people.opt_outs import number_is_silenced
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import (
    AgentSession,
    AnsweringCount,
    Call,
    Campaign,
    Case,
    LoggedOutcome,
    PlannedTry,
    UndoneOutcome,
)
from tests.flows.test_answered import wait_until_somebody_waits
from tests.flows.test_one_call import TOMORROW, Line
from tests.given_floor import NOW

SOON = NOW + timedelta(seconds=9)
HELD = ("status", "held_until", "held_because")  # a case in its call is held by nothing


def fields_of(row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs}


def everything_of(line: Line) -> dict[str, Any]:
    with line.db.transaction(EVERYTHING) as session:
        call = session.get_one(Call, line.call_id)
        campaign = session.get_one(Campaign, call.campaign_id)
        return {
            "case": fields_of(session.get_one(Case, line.case_id)),
            "outcome": call.outcome,
            "plans": session.scalars(select(PlannedTry.call_id)).all(),
            "counts": {count.calls for count in session.scalars(select(AnsweringCount))} - {0},
            "silenced": number_is_silenced(session, call.phone, campaign.department_id, campaign.scheme_id),
            "logged": session.scalars(select(LoggedOutcome.key)).all(),
        }


def undo(line: Line, at: datetime = SOON) -> Refusal | None:
    return undo_outcome(line.db, line.desk_id, line.call_id, now=at)


@pytest.fixture
def line(db: Database) -> Line:
    line = Line(db)
    line.answer()
    line.tell(CallEvent.END, EndReason.COMPLETED)
    return line


@pytest.mark.parametrize(
    ("outcome", "more"),
    [
        (Outcome.COMPLETED, {}),
        (Outcome.DIED, {}),
        (Outcome.NOT_AVAILABLE, {}),
        (Outcome.OTHER_LANGUAGE, {"heard": "doi"}),
        (Outcome.CALL_LATER, {"callback_at": TOMORROW, "mine": True}),
        (Outcome.OPT_OUT, {}),
        (Outcome.REFUSED, {"then_pause": PauseReason.TEA}),
    ],
)
def test_what_was_taken_back_has_never_been(line: Line, outcome: Outcome, more: dict[str, Any]) -> None:
    before = everything_of(line)
    assert line.log(outcome, key="k" * 10, **more) is None
    assert everything_of(line) != before
    assert undo(line) is None
    assert everything_of(line) == before
    assert (line.desk.status, line.desk.call_id, line.case.status) == (
        AgentStatus.WRAP_UP,
        line.call_id,
        CaseStatus.IN_CALL,
    )
    assert undo(line) is None, "asked twice, done once"
    assert line.log(outcome, key="k" * 10, **more) is None, "a late copy of what was taken back"
    assert (everything_of(line), line.count(UndoneOutcome)) == (before, 1)
    assert line.log(Outcome.COMPLETED) is None
    assert (line.case.outcome, line.case.status) == (Outcome.COMPLETED, CaseStatus.CLOSED)


def test_a_break_that_she_wished_for_is_not_lost_when_she_takes_the_outcome_back(line: Line) -> None:
    assert line.log(Outcome.REFUSED, then_pause=PauseReason.TEA) is None
    assert line.desk.pause_reason is PauseReason.TEA
    assert undo(line) is None
    assert (line.desk.status, line.desk.next_pause) == (AgentStatus.WRAP_UP, PauseReason.TEA)
    assert line.log(Outcome.COMPLETED) is None
    assert (line.desk.status, line.desk.pause_reason) == (AgentStatus.PAUSED, PauseReason.TEA)


def test_a_supervisor_who_sends_her_on_a_break_is_not_undone(line: Line) -> None:
    assert line.log(Outcome.REFUSED) is None
    with line.db.transaction(EVERYTHING) as session:
        desk = session.get_one(AgentSession, line.desk_id)
        move_agent(session, desk, AgentEvent.PAUSE, at=NOW, reason=PauseReason.BY_SUPERVISOR)
    assert undo(line) is None
    assert line.log(Outcome.COMPLETED) is None
    assert line.desk.pause_reason is PauseReason.BY_SUPERVISOR


def test_after_fifteen_seconds_it_is_too_late(line: Line) -> None:
    line.log(Outcome.DIED)
    refused = undo(line, NOW + timedelta(seconds=16))
    assert isinstance(refused, Refusal)
    assert (refused.because, line.case.outcome) == ("too_late_to_undo", Outcome.DIED)


def test_nobody_takes_back_what_somebody_else_has_logged(line: Line) -> None:
    line.log(Outcome.DIED)
    with line.db.transaction(EVERYTHING) as session:
        session.scalars(select(LoggedOutcome)).one().user_id = line.floor.desk(
            session, "zoya", AgentStatus.READY
        ).user_id
    assert isinstance(undo(line), Refusal)
    assert line.case.outcome is Outcome.DIED


def next_call(line: Line, mode: DialMode) -> Call:
    with line.db.transaction(EVERYTHING) as session:
        line.floor.person(session, line.floor.list(session, "more.csv"))
        session.get_one(Campaign, line.call.campaign_id).mode = mode
    (call_id,) = hand_out_calls(line.db, line.call.campaign_id, Limits("sandbox", 9, timedelta(minutes=9)), now=NOW)
    if mode is DialMode.PROGRESSIVE:
        place_call(line.db, call_id, telephony=line.phones, now=lambda: NOW)
    with line.db.transaction(EVERYTHING) as session:
        return session.get_one(Call, call_id)


@pytest.mark.parametrize("mode", [DialMode.PREVIEW, DialMode.PROGRESSIVE])
def test_the_next_call_is_let_go_while_nobody_has_answered_it(line: Line, mode: DialMode) -> None:
    line.log(Outcome.DIED)
    following = next_call(line, mode)
    assert line.desk.status is AgentStatus.RESERVED
    assert undo(line) is None
    assert (line.desk.status, line.desk.call_id) == (AgentStatus.WRAP_UP, line.call_id)
    with line.db.transaction(EVERYTHING) as session:
        call, case = session.get_one(Call, following.id), session.get_one(Case, following.case_id)
        if mode is DialMode.PREVIEW:
            assert (call.status, case.status, case.attempts) == (CallStatus.ENDED, CaseStatus.WAITING, 0)
    jobs = line.db.bells.redis.lrange("rq:queue:dial", 0, -1)  # type: ignore[attr-defined]
    assert (mode is DialMode.PROGRESSIVE) == any(
        b"cancel_call" in line.db.bells.redis.hget(b"rq:job:" + job, "description") for job in jobs
    )  # type: ignore[attr-defined]


def test_a_call_that_comes_while_the_last_one_is_taken_back_is_let_go(line: Line) -> None:
    line.log(Outcome.DIED)
    with ThreadPoolExecutor(1) as hands:
        with line.db.transaction(EVERYTHING) as session:
            session.get_one(Call, line.call_id, with_for_update=True)  # so that she has to wait
            taken_back = hands.submit(undo, line)
            wait_until_somebody_waits(line.db)
            following = next_call(line, DialMode.PREVIEW)
        assert taken_back.result() is None
    assert (line.desk.status, line.desk.call_id) == (AgentStatus.WRAP_UP, line.call_id)
    with line.db.transaction(EVERYTHING) as session:
        assert session.get_one(Call, following.id).status is CallStatus.ENDED


def test_who_talks_already_is_told_to_tell_her_supervisor(line: Line) -> None:
    line.log(Outcome.DIED)
    following = next_call(line, DialMode.PROGRESSIVE)
    with line.db.transaction(EVERYTHING) as session:
        session.get_one(Call, following.id).status = CallStatus.TALKING
        session.get_one(AgentSession, line.desk_id).status = AgentStatus.ON_CALL
    refused = undo(line)
    assert isinstance(refused, Refusal)
    assert (refused.because, line.case.outcome) == ("next_talk_begun", Outcome.DIED)


def test_a_case_that_has_gone_on_is_not_touched(line: Line) -> None:
    log_outcome(line.db, line.desk_id, OutcomeWish(uuid4().hex, line.call_id, Outcome.NOT_AVAILABLE), now=NOW)
    with line.db.transaction(EVERYTHING) as session:
        session.get_one(Case, line.case_id).status = CaseStatus.CLAIMED
    assert isinstance(undo(line), Refusal)
