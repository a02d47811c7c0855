"""A promised callback waits for the agent who promised it only while she is here: a promise never goes home with her."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.case_states import CaseStatus
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Call, Case
from tests.flows.test_dialling import floor, hand_out
from tests.given_floor import NOW, Floor, given_floor

__all__ = ["floor"]  # a fixture


def promised_by(db: Database, floor: Floor, status: AgentStatus, *, elsewhere: bool = False) -> UUID:
    """Every case was promised by an agent whose desk stands so."""
    with db.transaction(EVERYTHING) as session:
        at = given_floor(session, "housing", operator_id=floor.operator.id) if elsewhere else floor
        owner = at.desk(session, "owner", status).user_id
        for case in session.scalars(select(Case)):
            case.status, case.owner_id, case.priority, case.due_at = CaseStatus.CALLBACK, owner, 0, NOW
    return owner


@pytest.mark.parametrize("status", [AgentStatus.PAUSED, AgentStatus.ON_CALL, AgentStatus.WRAP_UP])
def test_while_she_is_at_her_desk_her_callback_waits_for_her(db: Database, floor: Floor, status: AgentStatus) -> None:
    promised_by(db, floor, status)
    assert hand_out(db, floor) == []


def test_when_she_has_signed_out_anyone_keeps_her_promise_at_its_time(db: Database, floor: Floor) -> None:
    owner = promised_by(db, floor, AgentStatus.SIGNED_OUT)
    calls = hand_out(db, floor)
    assert len(calls) == 2
    with db.transaction(EVERYTHING) as session:
        kept = [session.get_one(Case, session.get_one(Call, call_id).case_id) for call_id in calls]
        assert {case.owner_id for case in kept} == {owner}, "who promised it stays known"
        assert all(case.due_at - NOW == timedelta() for case in kept)


def test_when_she_works_another_campaign_today_anyone_keeps_her_promise(db: Database, floor: Floor) -> None:
    promised_by(db, floor, AgentStatus.READY, elsewhere=True)
    assert len(hand_out(db, floor)) == 2
