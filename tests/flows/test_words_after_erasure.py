"""What comes of a talk after its person was erased counts for the account; not one word of hers is kept."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text

from campaigns.calls.record_call_event import record_call_event
from campaigns.calls.record_machine_verdict import record_machine_verdict
from campaigns.desk.keep_refused_entry import keep_refused_entry
from campaigns.desk.log_outcome import log_outcome
from campaigns.desk.save_answer import save_answer
from campaigns.lists.end_lists import end_lists
from campaigns.lists.erase_ended_lists import erase_ended_lists
from campaigns.referrals.refer_problem import ReferralWish, refer_problem
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallEvent
from campaigns.rules.carrier.machines import Heard
from campaigns.rules.desk.desk_entries import EntryKind, GivenAnswer, RefusedEntry
from campaigns.rules.outcomes import Outcome, OutcomeWish
from campaigns.shared.given_answers import Saved
from campaigns.store.calls.calls import lock_call
from campaigns.store.desk.answers import save_answers
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import (
    AgentSession,
    Answer,
    Call,
    CarrierEvent,
    DeskEntry,
    LoggedOutcome,
    OptOut,
    Referral,
    ReferralCategory,
)
from campaigns.telephony.port import MachineTold
from tests.flows.phones import told
from tests.given_ended_lists import AFTER, KEEP_UNTIL, SECRET, based, called_list, ended, everything_kept
from tests.given_floor import Floor, given_floor
from tests.given_list import approved, count, imported, scope, upload
from tests.given_live import until
from tests.given_upkeep import sure

WAITS = text("SELECT count(*) FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted")
HERS = "fata begum is with rashid, 9419000001"


@pytest.fixture
def floor(areas: None, db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


def given_unlogged(db: Database, floor: Floor, folder: Path) -> tuple[UUID, UUID]:
    """Fata was talked with; the desk's computer was off from then on. Return the call and the desk."""
    called_list(db, floor, folder)
    with db.transaction(EVERYTHING) as session:
        call = session.scalars(select(Call)).one()
        desk = floor.desk(session, "zara", AgentStatus.PAUSED)
        call.agent_session_id, call.outcome = desk.id, Outcome.NOT_LOGGED
        session.delete(session.scalars(select(LoggedOutcome)).one())
        return call.id, desk.id


def given_late(db: Database, call_id: UUID, desk_id: UUID, outcome: Outcome) -> None:
    """Her computer is on again: an answer, what was refused, a problem, then the outcome; and the carrier tells late."""
    with db.transaction(EVERYTHING) as session:
        user_id = session.get_one(AgentSession, desk_id).user_id
        line, kind = (
            session.get_one(Call, call_id).carrier_call_id or "",
            session.scalars(select(ReferralCategory.id)).first(),
        )
    assert kind is not None
    assert isinstance(save_answer(db, desk_id, GivenAnswer("answer-key", call_id, "said", HERS), now=AFTER), Saved)
    refused = RefusedEntry("refused-key", EntryKind.NOTE, call_id, "came_late", {"note": HERS})
    assert keep_refused_entry(db, user_id, refused, now=AFTER)
    assert refer_problem(db, desk_id, ReferralWish("problem-key", call_id, kind, HERS), now=AFTER) is None
    wish = OutcomeWish("late-key", call_id, outcome, {"said": HERS + ", too", "paid": "no"}, HERS)
    assert log_outcome(db, desk_id, wish, now=AFTER) is None
    record_call_event(db, replace(told(call_id, CallEvent.END, line), raw={"To": HERS}), now=AFTER)
    record_machine_verdict(db, MachineTold("machine-key", call_id, line, Heard.PERSON, {"To": HERS}), now=AFTER)


def test_of_what_comes_late_the_fact_counts_and_no_word_is_kept(db: Database, floor: Floor, tmp_path: Path) -> None:
    call_id, desk_id = given_unlogged(db, floor, tmp_path)
    ended(db)
    given_late(db, call_id, desk_id, Outcome.COMPLETED)
    assert [word for word in ("fata", "rashid", "9419000001") if word in everything_kept(db).lower()] == []
    with db.transaction(scope(floor)) as session:
        assert session.scalars(select(LoggedOutcome.outcome)).one() is Outcome.COMPLETED
        assert session.scalars(select(Answer.value).where(Answer.step == "paid")).one() == {"value": "no"}
    assert (count(db, Referral), count(db, DeskEntry), count(db, CarrierEvent)) == (2, 2, 3)


def test_what_comes_just_before_the_end_is_kept_until_then(db: Database, floor: Floor, tmp_path: Path) -> None:
    call_id, desk_id = given_unlogged(db, floor, tmp_path)
    given_late(db, call_id, desk_id, Outcome.COMPLETED)
    assert everything_kept(db).count(HERS) == 8
    ended(db)
    assert HERS not in everything_kept(db)


def test_whoever_writes_while_it_is_erased_is_waited_for(db: Database, floor: Floor, tmp_path: Path) -> None:
    call_id, _ = given_unlogged(db, floor, tmp_path)
    end_lists(db, now=AFTER, day_is_sure=sure)
    with ThreadPoolExecutor(1) as beside:
        with db.transaction(EVERYTHING) as session:
            call = lock_call(session, call_id)
            assert call is not None
            erasing = beside.submit(erase_ended_lists, db, secret=SECRET, now=AFTER, day_is_sure=sure)
            with db.engine.connect() as look:
                until(lambda: bool(look.scalar(WAITS)))
            save_answers(session, call, {"said": HERS}, at=AFTER)
        assert erasing.result() == 6
    assert HERS not in everything_kept(db)


def test_her_wish_never_to_be_called_holds_where_another_list_still_has_her_number(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    call_id, desk_id = given_unlogged(db, floor, tmp_path)
    other = upload(tmp_path, "PPO No,Name,Mobile\nP-1,Fata Begum,9419000001\nP-9,Mala,9419000009\n", "other.csv")
    approved(db, floor, based(db, floor, imported(db, floor, other), KEEP_UNTIL + timedelta(days=9)))
    ended(db)
    assert log_outcome(db, desk_id, OutcomeWish("late-key", call_id, Outcome.OPT_OUT), now=AFTER) is None
    with db.transaction(EVERYTHING) as session:
        assert session.scalars(select(OptOut.e164)).one() == "+919419000001"
