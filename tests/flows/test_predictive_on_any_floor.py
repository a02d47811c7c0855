"""Whatever the floor looks like: no more calls than lines, and nobody who must find an agent is rung without one."""

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from campaigns.calls.hand_out_calls import FloorWatch
from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.call_states import CallStatus
from campaigns.rules.case_states import CaseStatus
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Call, Case
from tests.flows.given_predictive import PredictiveFloor
from tests.given_floor import NOW

TONGUES = ([], ["ur"], ["ks", "ur"], ["hi", "ur"], ["ks"])


def any_floor(db: Database, dice: Random) -> PredictiveFloor:
    """Agents in all states and of several languages, people of every kind, and some calls that ring already."""
    floor = PredictiveFloor(db)
    for _ in range(dice.randrange(2, 7)):
        status = dice.choice([status for status in AgentStatus if status is not AgentStatus.SIGNED_OUT])
        floor.agents(
            dice.randrange(1, 12),
            status,
            seconds=dice.uniform(0, 300),
            languages=dice.choice(TONGUES),
            next_pause=dice.choice([None, None, PauseReason.TEA]),
            heard_at=NOW - timedelta(minutes=dice.choice([0, 0, 0, 90])),
        )
    with db.transaction(EVERYTHING) as session:
        users = [desk.user_id for desk in session.scalars(select(AgentSession))]
    for language in (None, "ur", "ks", "hi", "doi"):
        floor.people(dice.randrange(8), language)
        floor.people(dice.randrange(4), language, needs_agent_reserved=True)
        promised = {"priority": 0, "status": CaseStatus.CALLBACK}
        floor.people(dice.randrange(3), language, **promised, owner_id=dice.choice([None, *users]))
        floor.ringing(dice.randrange(5), language, seconds=dice.uniform(0, 40))
    floor.day_so_far(dice.randrange(60), dice.randrange(3))
    return floor


@pytest.mark.parametrize("seed", range(14))
def test_no_look_at_any_floor_breaks_a_hard_limit(db: Database, seed: int) -> None:
    dice = Random(seed)
    floor, watch = any_floor(db, dice), FloorWatch()
    room = dice.randrange(60)
    for second in range(4):
        placed = floor.hand_out(at=second, watch=watch, room=room)
        with db.transaction(EVERYTHING) as session:
            live = session.scalars(select(Call).where(Call.status != CallStatus.ENDED)).all()
            desks = {desk.id: desk for desk in session.scalars(select(AgentSession))}
            cases = {case.id: case for case in session.scalars(select(Case))}
        assert not placed or len(live) <= room
        for call in placed:
            case = cases[call.case_id]
            if call.agent_session_id is None:
                assert (case.needs_agent_reserved, case.priority) == (False, 5)
                continue
            desk = desks[call.agent_session_id]
            assert (desk.status, desk.call_id) == (AgentStatus.RESERVED, call.id)
            assert case.language is None or not desk.languages or case.language in desk.languages
            assert desk.heard_at >= NOW + timedelta(seconds=second) - timedelta(hours=1)
        reserved = [call.agent_session_id for call in placed if call.agent_session_id]
        assert len(reserved) == len(set(reserved))
        assert "doi" not in {cases[call.case_id].language for call in placed} or any(
            not desk.languages for desk in desks.values()
        )
