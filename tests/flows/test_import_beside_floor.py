"""While a long list is read, calls are placed, answered and logged: nobody on the floor waits for a lock of the import."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from redis import Redis
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer
from sqlalchemy import select, text

from campaigns.calls.hand_out_calls import hand_out_calls
from campaigns.desk.free_silent_desks import free_silent_desks
from campaigns.desk.log_outcome import log_outcome
from campaigns.desk.pause_agent import pause_agent
from campaigns.desk.save_answer import save_answer
from campaigns.house import House
from campaigns.lists.give_up_imports import MOST_BEGINNINGS, give_up_imports
from campaigns.lists.import_list import import_list
from campaigns.lists.ring_waiting_imports import ring_waiting_imports
from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.desk.desk_entries import GivenAnswer
from campaigns.rules.list_states import ListEvent, ListStatus
from campaigns.rules.outcomes import Outcome, OutcomeWish
from campaigns.shared.given_answers import Saved
from campaigns.store.lists.lists import lock_list, move_list
from campaigns.store.session import EVERYTHING, Database, DatabaseAway, Patience
from campaigns.store.tables import Call, ListRow
from tests.flows.test_one_call import LIMITS, Line
from tests.given_centre import from_now_on
from tests.given_floor import NOW, SILENCE
from tests.given_gate import GATE, LONG, ROWS, Gate, gate_within_lists
from tests.given_list import kept, mapped, upload
from tests.given_upkeep import settle_quiet
from workers import jobs

AT_ONCE = Patience(timedelta(seconds=30), lock=timedelta(milliseconds=5))  # whoever meets a lock gives up


@pytest.fixture
def gate(db: Database) -> Iterator[Gate]:
    with gate_within_lists(db) as gate:
        yield gate


@pytest.fixture
def hasty(db: Database, database_url: str) -> Iterator[Database]:
    """The database as somebody sees it who waits for nobody."""
    hasty = Database(database_url, db.bells, patience=AT_ONCE)
    yield hasty
    hasty.close()


def begin_import(pool: ThreadPoolExecutor, db: Database, list_id: UUID) -> Future[object]:
    return pool.submit(import_list, db, list_id, now=lambda: NOW)


def rows_of(db: Database, list_id: UUID) -> list[int]:
    with db.transaction(EVERYTHING) as session:
        return list(session.scalars(select(ListRow.row).where(ListRow.list_id == list_id).order_by(ListRow.row)))


def test_calls_are_placed_answered_and_logged_in_the_midst_of_an_import(
    db: Database, hasty: Database, gate: Gate, redis: Redis, database_url: str, redis_url: str, tmp_path: Path
) -> None:
    line = Line(db)
    with db.transaction(EVERYTHING) as session:
        line.floor.person(session, line.floor.list(session, "more.csv"))
        line.floor.desk(session, "asma", AgentStatus.READY)
    list_id = mapped(db, line.floor, upload(tmp_path, LONG))
    redis.flushall()
    settings = from_now_on(database_url, redis_url)
    jobs.open_with(House(settings, hasty, redis, line.phones))
    with ThreadPoolExecutor(1) as worker:
        importing = begin_import(worker, db, list_id)
        gate.reached()
        line.db = hasty
        line.answer()
        assert (
            save_answer(hasty, line.desk_id, GivenAnswer("0" * 8, line.call_id, "identity", "self"), now=NOW) == Saved()
        )
        line.tell(CallEvent.END, EndReason.COMPLETED)
        wish = OutcomeWish(uuid4().hex, line.call_id, Outcome.COMPLETED)
        assert log_outcome(hasty, line.desk_id, wish, now=NOW) is None
        (call_id,) = hand_out_calls(hasty, line.floor.campaign.id, LIMITS, now=NOW)
        queue = Queue("dial", connection=redis, serializer=JSONSerializer)
        SimpleWorker([queue], connection=redis, serializer=JSONSerializer).work(burst=True, logging_level="WARNING")
        settle_quiet(hasty, line.phones, NOW)
        free_silent_desks(hasty, desk_silence=SILENCE, now=NOW)
        assert pause_agent(hasty, line.desk_id, PauseReason.TEA, now=NOW) is None
        assert line.case.status is CaseStatus.CLOSED
        with db.transaction(EVERYTHING) as session:
            assert session.get_one(Call, call_id).status is CallStatus.QUEUED
        assert (len(line.phones.dialled), importing.done()) == (2, False)
        gate.open()
        assert importing.result(120) is None
    assert kept(db, list_id).status is ListStatus.REVIEW
    assert rows_of(db, list_id) == list(range(1, ROWS + 1))


def test_an_import_out_of_patience_is_read_again_and_no_row_is_lost(
    db: Database, gate: Gate, database_url: str, redis: Redis, tmp_path: Path
) -> None:
    line = Line(db)
    list_id = mapped(db, line.floor, upload(tmp_path, LONG))
    impatient = Database(database_url, db.bells, patience=Patience(timedelta(seconds=2), timedelta(seconds=2)))
    with pytest.raises(DatabaseAway):
        import_list(impatient, list_id, now=lambda: NOW)  # one statement stands before the gate for too long
    impatient.close()
    assert (kept(db, list_id).status, kept(db, list_id).problem) == (ListStatus.IMPORTING, None)
    gate.open()
    redis.flushall()
    ring_waiting_imports(db)
    (job,) = Queue("ingest", connection=redis, serializer=JSONSerializer).jobs
    assert import_list(db, UUID(job.args[0]), now=lambda: NOW) is None
    assert rows_of(db, list_id) == list(range(1, ROWS + 1))
    assert GATE < ROWS


def test_an_import_that_never_comes_to_its_end_is_given_up_and_says_so(db: Database, tmp_path: Path) -> None:
    list_id = mapped(db, Line(db).floor, upload(tmp_path, LONG))
    for beginnings in range(MOST_BEGINNINGS):
        give_up_imports(db, now=NOW)
        assert kept(db, list_id).status is not ListStatus.RECEIVED, beginnings
        with db.transaction(EVERYTHING) as session:
            begun = lock_list(session, list_id)
            assert begun is not None
            move_list(session, begun, ListEvent.START_IMPORT, user_id=None, at=NOW)
    give_up_imports(db, now=NOW)
    assert kept(db, list_id).status is ListStatus.RECEIVED
    assert "could never be read to its end" in str(kept(db, list_id).problem)


def test_only_whoever_reads_lists_is_out_of_patience(db: Database, hasty: Database) -> None:
    for house, limit in ((db, "0"), (hasty, "5ms")):
        with house.transaction(EVERYTHING) as session:
            assert session.scalar(text("SHOW lock_timeout")) == limit
    with hasty.engine.connect() as connection:
        assert connection.scalar(text("SHOW lock_timeout")) == "0"
