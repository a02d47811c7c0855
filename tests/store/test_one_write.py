"""What a step of a call changes is written at once, and wholly."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm.exc import StaleDataError

from campaigns.rules.agent_states import AgentEvent, AgentStatus
from campaigns.rules.call_states import CallEvent, CallStatus
from campaigns.store.calls.calls import lock_call, move_call
from campaigns.store.desk.agent_sessions import lock_agent_session, move_agent
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import AgentSession, AgentSessionMove, Call, CallMove
from tests.given_floor import NOW, given_areas, given_floor


@pytest.fixture
def ringing(db: Database) -> Call:
    """A call that rings for an agent who is reserved for it."""
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        agent = floor.desk(session, "asma", AgentStatus.RESERVED)
        case = floor.person(session, floor.list(session))
        call = floor.call(session, case, None, status=CallStatus.RINGING, agent_session_id=agent.id)
        agent.call_id = call.id
    return call


def versions(session: Session, call: Call, agent: AgentSession) -> list[tuple[str, str, str]]:
    """Return of the four rows where each now stands, in which transaction, and by which of its statements it was written."""
    where = {"calls": "id", "call_moves": "call_id", "agent_sessions": "call_id", "agent_session_moves": "call_id"}
    rows = [f"SELECT ctid::text, xmin::text, cmin::text FROM {table} WHERE {key} = :id" for table, key in where.items()]  # noqa: S608
    found = session.execute(text(" UNION ALL ".join(rows)), {"id": call.id}).all()
    assert len(found) == 4
    assert agent.call_id == call.id
    return [(place, when, by) for place, when, by in found]


def statements(found: list[tuple[str, str, str]]) -> int:
    return len({(when, by) for _, when, by in found})


def answer(session: Session, ringing: Call) -> tuple[Call, AgentSession]:
    call = lock_call(session, ringing.id)
    agent = lock_agent_session(session, ringing.agent_session_id) if ringing.agent_session_id else None
    assert call is not None
    assert agent is not None
    move_call(session, call, CallEvent.JOIN, ring_seconds=30, at=NOW)
    move_agent(session, agent, AgentEvent.CONNECT, at=NOW)
    return call, agent


def test_an_answered_call_its_agent_and_both_their_moves_are_one_statement(db: Database, ringing: Call) -> None:
    with db.transaction(EVERYTHING) as session:
        call, agent = answer(session, ringing)
    with db.transaction(EVERYTHING) as session:
        assert statements(versions(session, call, agent)) == 1
        kept, desk = session.get_one(Call, call.id), session.get_one(AgentSession, agent.id)
        assert (kept.status, kept.talking_at, desk.status, desk.since) == (
            CallStatus.TALKING,
            NOW,
            AgentStatus.ON_CALL,
            NOW,
        )
        moves = select(CallMove.event, CallMove.before, CallMove.after).where(CallMove.call_id == call.id)
        assert session.execute(moves).all() == [(CallEvent.JOIN, CallStatus.RINGING, CallStatus.TALKING)]
        hers = select(AgentSessionMove.event).where(AgentSessionMove.agent_session_id == agent.id)
        assert session.scalars(hers).all() == [AgentEvent.CONNECT]


def test_what_changes_after_a_write_is_written_as_well_and_nothing_twice(db: Database, ringing: Call) -> None:
    with db.transaction(EVERYTHING) as session:
        call, agent = answer(session, ringing)
        session.flush()
        first = versions(session, call, agent)
        session.flush()
        call.abandoned = False  # as it was
        session.flush()
        assert versions(session, call, agent) == first
        call.held_at = NOW
    with db.transaction(EVERYTHING) as session:
        second = versions(session, call, agent)
        assert second[1:] == first[1:]
        assert statements(second) == 2
        assert session.get_one(Call, call.id).held_at == NOW


def hold_what_is_seen_no_more(db: Database, ringing: Call) -> None:
    with db.transaction(EVERYTHING) as session:
        call = lock_call(session, ringing.id)
        assert call is not None
        call.held_at = NOW
        session.connection().exec_driver_sql("SET LOCAL raabta.everything = 'off'")


def test_a_row_that_is_not_there_to_be_written_is_no_silent_success(db: Database, ringing: Call) -> None:
    with pytest.raises(StaleDataError):
        hold_what_is_seen_no_more(db, ringing)
