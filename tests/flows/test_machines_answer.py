"""Answering machines: not listened for unless the campaign asks, and never believed against an agent who speaks."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from campaigns.calls.leave_message import leave_message
from campaigns.calls.record_machine_verdict import record_machine_verdict
from campaigns.desk.save_answer import save_answer
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.rules.carrier.machines import Heard, MachineAct, MachinePlan
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.desk.desk_entries import GivenAnswer
from campaigns.rules.outcomes import Outcome
from campaigns.shared.given_answers import Saved
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Campaign, CarrierEvent, Case
from campaigns.telephony.port import MachineTold
from tests.flows.given_trouble import Trouble
from tests.given_floor import NOW


@pytest.fixture
def trouble(db: Database) -> Trouble:
    return Trouble(db)


def plan(trouble: Trouble, machines: MachinePlan) -> None:
    with trouble.db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, trouble.floor.campaign.id).machines = machines


def hears(trouble: Trouble, heard: Heard, *, seconds: float = 3.5, of: str = "") -> MachineAct | None:
    carrier_call_id = of or next(iter(trouble.phones.calls))
    told = MachineTold(f"{carrier_call_id}|{heard}", trouble.call_id, carrier_call_id, heard)
    return record_machine_verdict(trouble.db, told, now=NOW + timedelta(seconds=seconds))


def test_a_campaign_that_does_not_ask_has_nothing_listened_for(trouble: Trouble) -> None:
    trouble.place()
    assert not trouble.phones.dialled[0].detect_machines


def test_a_machine_is_hung_up_on_and_the_agent_is_ready_for_the_next_person(trouble: Trouble) -> None:
    plan(trouble, MachinePlan.HANG_UP)
    trouble.place()
    assert trouble.phones.dialled[0].detect_machines
    trouble.answer()
    assert hears(trouble, Heard.MACHINE) is MachineAct.HANG_UP
    assert (trouble.desk.status, trouble.desk.call_id) == (AgentStatus.READY, None)
    assert (trouble.case.status, trouble.case.outcome) == (CaseStatus.WAITING, Outcome.MACHINE)
    assert trouble.case.needs_agent_reserved  # Ofcom: next time with an agent for sure
    assert ("end_call", str(trouble.call_id)) in trouble.jobs()
    trouble.tell(CallEvent.END, EndReason.COMPLETED)
    assert (trouble.call.status, trouble.call.outcome) == (CallStatus.ENDED, Outcome.MACHINE)
    assert (trouble.case.attempts, trouble.call.abandoned) == (1, False)


def test_where_a_machine_was_heard_everybody_of_the_house_is_rung_with_an_agent_reserved(trouble: Trouble) -> None:
    plan(trouble, MachinePlan.HANG_UP)
    trouble.place()
    with trouble.db.transaction(EVERYTHING) as session:
        house, later = trouble.phones.dialled[0].to, NOW + timedelta(hours=1)
        relative = trouble.floor.person(session, trouble.floor.lists[0], phone=house, due_at=later).id
    trouble.answer()
    assert hears(trouble, Heard.MACHINE) is MachineAct.HANG_UP
    with trouble.db.transaction(EVERYTHING) as session:
        assert session.get_one(Case, relative).needs_agent_reserved, "it may have been a person"


def test_row_21_a_verdict_that_comes_when_the_agent_has_begun_to_speak_changes_nothing(trouble: Trouble) -> None:
    plan(trouble, MachinePlan.HANG_UP)
    trouble.place()
    trouble.answer()
    given = GivenAnswer("0" * 8, trouble.call_id, "identity", "self")
    assert save_answer(trouble.db, trouble.desk_id, given, now=NOW) == Saved()
    assert hears(trouble, Heard.MACHINE) is MachineAct.GO_ON
    assert trouble.desk.status is AgentStatus.ON_CALL


def test_row_21_a_verdict_that_comes_late_or_is_unknown_changes_nothing(trouble: Trouble) -> None:
    plan(trouble, MachinePlan.LEAVE_MESSAGE)
    trouble.place()
    trouble.answer()
    assert hears(trouble, Heard.UNKNOWN) is MachineAct.GO_ON
    assert hears(trouble, Heard.MACHINE, seconds=20) is MachineAct.GO_ON
    assert trouble.desk.status is AgentStatus.ON_CALL
    with trouble.db.transaction(EVERYTHING) as session:
        kinds = session.scalars(select(CarrierEvent.kind)).all()
    assert {"heard_unknown", "heard_machine"} <= set(kinds)


def test_a_message_is_left_that_names_neither_scheme_nor_person_while_the_agent_goes_on(trouble: Trouble) -> None:
    plan(trouble, MachinePlan.LEAVE_MESSAGE)
    trouble.place()
    trouble.answer()
    assert hears(trouble, Heard.MACHINE) is MachineAct.LEAVE_MESSAGE
    assert ("leave_message", str(trouble.call_id)) in trouble.jobs()
    assert ("end_call", str(trouble.call_id)) not in trouble.jobs()
    leave_message(trouble.db, trouble.call_id, telephony=trouble.phones)
    [(line, words)] = trouble.phones.said
    assert line == trouble.call.carrier_call_id
    assert "Department of pension" in words.text
    assert "Old-age pension" not in words.text
    trouble.tell(CallEvent.END, EndReason.COMPLETED)
    assert trouble.call.outcome is Outcome.MACHINE
    leave_message(trouble.db, trouble.call_id, telephony=trouble.phones)  # the bell rings twice
    assert len(trouble.phones.said) == 1


def test_the_same_verdict_twice_counts_once_and_another_lines_verdict_is_not_ours(trouble: Trouble) -> None:
    plan(trouble, MachinePlan.HANG_UP)
    trouble.place()
    trouble.answer()
    assert hears(trouble, Heard.MACHINE, of="CAother") is None
    assert hears(trouble, Heard.MACHINE) is MachineAct.HANG_UP
    assert hears(trouble, Heard.MACHINE) is MachineAct.GO_ON
    assert trouble.case.attempts == 1


def test_a_message_that_the_carrier_does_not_say_leaves_no_line_open(trouble: Trouble) -> None:
    plan(trouble, MachinePlan.LEAVE_MESSAGE)
    trouble.place()
    trouble.answer()
    hears(trouble, Heard.MACHINE)
    trouble.phones.now_is(next(iter(trouble.phones.calls)), CallStatus.ANSWERED)
    trouble.settle(65)
    assert ("end_call", str(trouble.call_id)) in trouble.jobs()
