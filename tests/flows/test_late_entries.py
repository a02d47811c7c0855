"""What an agent gave before the link or the power went away counts when it comes at last: once, and in order."""

from datetime import timedelta
from uuid import uuid4

import pytest

from campaigns.desk.free_silent_desks import GONE_AFTER, free_silent_desks
from campaigns.desk.keep_refused_entry import keep_refused_entry
from campaigns.desk.log_outcome import log_outcome
from campaigns.desk.save_answer import save_answer
from campaigns.desk.take_desk import take_desk
from campaigns.floor.read_refused_entry import read_refused_entry
from campaigns.rules.agent_states import AgentEvent, AgentStatus
from campaigns.rules.call_states import CallEvent, EndReason
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.desk.desk_entries import EntryKind, GivenAnswer, RefusedEntry
from campaigns.rules.outcomes import Outcome, OutcomeWish
from campaigns.rules.refusals import Refusal
from campaigns.store.desk.agent_sessions import move_agent
from campaigns.store.desk.answers import answers_of_call
from campaigns.store.desk.desk_entries import refused_entries
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, LoggedOutcome, OptOut
from tests.flows.test_one_call import Line
from tests.given_floor import NOW, SILENCE

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def line(db: Database) -> Line:
    return Line(db)


def given(line: Line, value: str, key: str = "", step: str = "identity", taking: int = 0) -> Refusal | None:
    said = GivenAnswer(key or uuid4().hex, line.call_id, step, value, taking)
    saved = save_answer(line.db, line.desk_id, said, now=LATER)
    return saved if isinstance(saved, Refusal) else None


def answers(line: Line) -> dict[str, object]:
    with line.db.transaction(EVERYTHING) as session:
        return answers_of_call(session, line.call_id)


def power_cut(line: Line) -> None:
    """She talked; then nothing was heard of her desk for an hour, and nobody waited for her word any longer."""
    line.answer()
    line.tell(CallEvent.END, EndReason.COMPLETED)
    free_silent_desks(line.db, desk_silence=SILENCE, now=NOW + timedelta(minutes=10))
    free_silent_desks(line.db, desk_silence=SILENCE, now=NOW + timedelta(minutes=50))
    assert (line.call.outcome, line.desk.call_id) == (Outcome.NOT_LOGGED, None)


def late(line: Line, outcome: Outcome, key: str = "", **more: object) -> Refusal | None:
    wish = OutcomeWish(key or uuid4().hex, line.call_id, outcome, **more)  # type: ignore[arg-type]
    return log_outcome(line.db, line.desk_id, wish, now=LATER)


def test_an_old_copy_of_an_answer_does_not_undo_the_newer_one(line: Line) -> None:
    line.answer()
    for value, key in (("family", "first-key"), ("self", "second-key"), ("family", "first-key")):
        assert given(line, value, key) is None
    assert answers(line) == {"identity": "self"}


def test_what_waited_at_a_computer_that_she_left_undoes_nothing_that_she_gave_at_the_next(line: Line) -> None:
    line.answer()
    left, moved = (taken(line, tab) for tab in ("computer-left", "computer-next"))
    assert left < moved
    for value, taking in (("family", left), ("spouse", left), ("self", moved), ("other", left)):
        assert given(line, value, taking=taking) is None
    assert given(line, "yes", step="purpose", taking=left) is None, "nobody has answered that since"
    assert answers(line) == {"identity": "self", "purpose": "yes"}
    line.tell(CallEvent.END, EndReason.COMPLETED)
    hers = {"identity": "child", "purpose": "later"}
    assert late(line, Outcome.COMPLETED, answers=hers, taking=left) is None
    assert answers(line) == {"identity": "self", "purpose": "later"}


def taken(line: Line, tab: str) -> int:
    """She opens her desk in a tab; return the number of that."""
    assert take_desk(line.db, line.desk_id, tab, now=NOW) is None
    return line.desk.taking


def test_what_came_of_a_talk_is_taken_an_hour_late_and_once(line: Line) -> None:
    power_cut(line)
    assert given(line, "self") is None
    assert late(line, Outcome.COMPLETED, "late-key") is None
    assert late(line, Outcome.COMPLETED, "late-key") is None
    assert (line.case.status, line.case.outcome, line.case.attempts) == (CaseStatus.CLOSED, Outcome.COMPLETED, 1)
    assert (line.call.outcome, line.count(LoggedOutcome), answers(line)) == (Outcome.COMPLETED, 1, {"identity": "self"})


def test_a_promise_that_comes_too_late_is_kept_as_soon_as_may_be(line: Line) -> None:
    power_cut(line)
    assert late(line, Outcome.CALL_LATER, callback_at=NOW + timedelta(minutes=30)) is None
    assert (line.case.status, line.case.due_at) == (CaseStatus.CALLBACK, NOW + timedelta(minutes=30))


def test_a_late_wish_never_to_be_called_holds_though_the_case_has_gone_on(line: Line) -> None:
    power_cut(line)
    with line.db.transaction(EVERYTHING) as session:
        case = session.merge(line.case)
        case.outcome = Outcome.NO_ANSWER
    assert late(line, Outcome.OPT_OUT) is None
    assert (line.case.status, line.count(OptOut), line.count(LoggedOutcome)) == (CaseStatus.WAITING, 1, 1)


def test_at_her_next_desk_she_still_gives_what_she_owed_at_the_last(line: Line) -> None:
    power_cut(line)
    free_silent_desks(line.db, desk_silence=SILENCE, now=NOW + GONE_AFTER + timedelta(minutes=1))
    with line.db.transaction(EVERYTHING) as session:
        old = session.get_one(AgentSession, line.desk_id)
        assert old.status is AgentStatus.SIGNED_OUT or move_agent(session, old, AgentEvent.SIGN_OUT, at=LATER)
        fresh = AgentSession(
            user_id=old.user_id, campaign_id=old.campaign_id, department_id=old.department_id, leg="none",
            since=LATER, started_at=LATER, heard_at=LATER, languages=[],
        )  # fmt: skip
        session.flush()
        session.add(fresh)
        session.flush()
        line.desk_id = fresh.id
    assert late(line, Outcome.REFUSED) is None
    assert line.case.outcome is Outcome.REFUSED


def test_another_agent_logs_nothing_of_a_talk_that_was_not_hers(line: Line) -> None:
    power_cut(line)
    with line.db.transaction(EVERYTHING) as session:
        line.desk_id = line.floor.desk(session, "asma", AgentStatus.PAUSED).id
    assert isinstance(late(line, Outcome.COMPLETED), Refusal)
    assert isinstance(given(line, "self"), Refusal)


def test_what_was_refused_is_kept_until_somebody_has_read_it(line: Line) -> None:
    line.answer()
    refused = RefusedEntry("refused-key", EntryKind.ANSWER, line.call_id, "answer_does_not_fit", {"step": "identity"})
    user_id, campaign_id = line.desk.user_id, line.floor.campaign.id
    for _ in range(2):
        assert keep_refused_entry(line.db, user_id, refused, now=NOW)
    with line.db.transaction(EVERYTHING) as session:
        (found,) = refused_entries(session, campaign_id)
        assert (found.agent, found.entry.refused_because, found.entry.body) == ("Shazia", refused.because, refused.body)
    for _ in range(2):
        read_refused_entry(line.db, line.floor.campaign, refused.key, user_id, now=LATER)
    with line.db.transaction(EVERYTHING) as session:
        assert refused_entries(session, campaign_id) == []
    assert not keep_refused_entry(line.db, uuid4(), refused, now=NOW)
    assert given(line, "self", refused.key) is None, "mended, the same entry is taken"
    assert answers(line) == {"identity": "self"}
