"""People who ring the campaign's number, over real sockets: carrier, signed webhooks, documents, rooms."""

from collections.abc import Callable

from sqlalchemy import select

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus, Direction
from campaigns.rules.carrier.calls_in import Reception
from campaigns.rules.case_states import CaseStatus
from campaigns.store.session import EVERYTHING
from campaigns.store.tables import AgentSession, Call, CallIn, Case
from tests.given_live import until
from tests.telephony.given_sandbox import PHONE, Sandbox
from tests.telephony.test_failure_modes import Start, start  # noqa: F401 - the fixture

NUMBER = "+911140000000"
HERS = PHONE.format(30)


def somebody(sandbox: Sandbox, **more: object) -> Case:
    with sandbox.db.transaction(EVERYTHING) as session:
        return sandbox.floor.person(session, sandbox.floor.lists[0], phone=HERS, **more)


def rings(sandbox: Sandbox, phone: str = HERS, hangs_up_after: float | None = None) -> None:
    wish = {"from": phone, "to": NUMBER, "hangs_up_after": hangs_up_after}
    sandbox.network.post("/sandbox/callers", json=wish).raise_for_status()


def line_that(sandbox: Sandbox, holds: Callable[[CallIn], bool]) -> CallIn:
    """Wait until a ring is kept as it should be."""
    for _ in range(600):
        with sandbox.db.transaction(EVERYTHING) as session:
            line = session.scalars(select(CallIn).order_by(CallIn.at.desc())).first()
        if line is not None and holds(line):
            return line
        sandbox.changes.get_message(timeout=0.2)
    raise AssertionError(line and line.reception)


def stands(sandbox: Sandbox, kind: type, id_: object) -> object:
    with sandbox.db.transaction(EVERYTHING) as session:
        return session.get_one(kind, id_)


def rooms(sandbox: Sandbox) -> list[str]:
    """In which rooms somebody is."""
    return [room["name"] for room in sandbox.network.get("/sandbox/state").json()["rooms"]]


def test_a_missed_call_is_never_picked_up_and_is_promised_a_call(start: Start) -> None:  # noqa: F811
    sandbox = start(0)
    case = somebody(sandbox)
    rings(sandbox, hangs_up_after=2)
    sandbox.quiet()
    line = line_that(sandbox, lambda line: line.ended_at is not None)
    call = stands(sandbox, Call, line.call_id)
    assert isinstance(call, Call)
    assert (call.direction, call.status, call.answered_at) == (Direction.IN, CallStatus.ENDED, None)
    kept = stands(sandbox, Case, case.id)
    assert isinstance(kept, Case)
    assert (kept.status, kept.priority) == (CaseStatus.CALLBACK, 0)
    assert sandbox.placed()[0]["direction"] == "inbound"


def test_who_stays_on_the_line_is_joined_to_a_ready_agent(start: Start) -> None:  # noqa: F811
    sandbox = start(0)
    case = somebody(sandbox)
    with sandbox.db.transaction(EVERYTHING) as session:
        desk = sandbox.floor.desk(session, "asma", AgentStatus.READY)
    rings(sandbox)
    line = line_that(sandbox, lambda line: line.reception is Reception.JOINED)
    assert line.case_id == case.id
    agent = stands(sandbox, AgentSession, desk.id)
    assert isinstance(agent, AgentSession)
    assert agent.status is AgentStatus.ON_CALL
    until(lambda: rooms(sandbox) == [desk.room])
    sandbox.house.telephony.end_call(line.carrier_call_id)
    sandbox.quiet()
    line_that(sandbox, lambda line: line.ended_at is not None)
    agent = stands(sandbox, AgentSession, desk.id)
    assert isinstance(agent, AgentSession)
    assert agent.status is AgentStatus.WRAP_UP


def test_a_stranger_and_a_withheld_number_hear_who_we_are(start: Start) -> None:  # noqa: F811
    sandbox = start(0)
    for phone in ("+919419999999", "anonymous", "+266696687"):
        rings(sandbox, phone)
    sandbox.quiet()
    with sandbox.db.transaction(EVERYTHING) as session:
        kept = session.scalars(select(CallIn)).all()
    assert [(line.reception, line.call_id) for line in kept] == [(Reception.UNKNOWN, None)] * 3
    assert {call["status"] for call in sandbox.placed()} == {"completed"}  # they heard it to the end


def test_she_rings_while_our_call_rings_her_and_is_told_so(start: Start) -> None:  # noqa: F811
    sandbox = start()
    hers = PHONE.format(0)
    sandbox.finds(hers, finds="silence", set_up=0.1)
    sandbox.place()
    sandbox.wait_for(lambda call: call.status is CallStatus.RINGING)
    rings(sandbox, hers)
    line = line_that(sandbox, lambda line: line.ended_at is not None)
    assert (line.reception, line.case_id) == (Reception.CALLING_NOW, sandbox.call().case_id)
    sandbox.wait_for(lambda call: call.status is CallStatus.ENDED)
    assert (sandbox.case().status, sandbox.case().attempts) == (CaseStatus.CALLBACK, 0)
