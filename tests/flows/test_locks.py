"""Who may wait for whom: two of our own must never wait for each other."""

from concurrent.futures import ThreadPoolExecutor

from campaigns.calls.record_call_event import record_call_event
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.rules.outcomes import Outcome
from campaigns.store.desk.agent_sessions import lock_agent_session
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Call
from tests.flows.phones import told
from tests.given_floor import NOW, given_areas, given_floor


def test_the_end_of_a_logged_call_does_not_wait_for_its_agent_who_is_getting_the_next_one(db: Database) -> None:
    """Her next call waits for the end of this one (one live call per agent), so this end may not wait for her."""
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        case = floor.person(session, floor.list(session))
        agent = floor.desk(session, "shazia", AgentStatus.READY)
        call = floor.call(
            session, case, Outcome.COMPLETED, status=CallStatus.TALKING, agent_session_id=agent.id, talking_at=NOW
        )
    end = told(call.id, CallEvent.END, str(call.carrier_call_id), reason=EndReason.COMPLETED)
    with ThreadPoolExecutor(1) as hooks, db.transaction(EVERYTHING) as session:
        lock_agent_session(session, agent.id)
        assert hooks.submit(record_call_event, db, end, now=NOW).result(timeout=120)
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(Call, call.id).status is CallStatus.ENDED
