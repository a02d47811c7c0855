"""Rooms: nobody who answers is ever put into a room in which her own agent does not wait for her."""

from random import Random
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from campaigns.calls.connect_answered_call import connect_answered_call
from campaigns.calls.hand_out_calls import hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.calls.record_call_event import record_call_event
from campaigns.desk.end_agent_session import end_agent_session
from campaigns.desk.go_ready import go_ready
from campaigns.desk.log_outcome import log_outcome
from campaigns.desk.start_agent_session import start_agent_session
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.rules.outcomes import Outcome, OutcomeWish
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Call
from campaigns.telephony.port import AnswerPlan, Join
from tests.flows.given_trouble import LIMITS, Trouble
from tests.flows.phones import told
from tests.given_floor import NOW, SILENCE

STEPS = 40


class Floor(Trouble):
    """Several people and one agent, who comes and goes; every answer may be asked for again at any time."""

    def __init__(self, db: Database) -> None:
        super().__init__(db)
        with db.transaction(EVERYTHING) as session:
            for _ in range(5):
                self.floor.person(session, self.floor.lists[0])
            desk = session.get_one(AgentSession, self.desk_id)
            desk.leg, self.user_id = "none", desk.user_id
        self.made: list[UUID] = []
        self.joined = 0

    def dial(self, _dice: Random) -> None:
        for call_id in hand_out_calls(self.db, self.floor.campaign.id, LIMITS, now=NOW):
            place_call(self.db, call_id, telephony=self.phones, now=lambda: NOW)
            self.made.append(call_id)

    def answers(self, dice: Random) -> None:
        call_id = dice.choice(self.made)
        plan = connect_answered_call(self.db, call_id, now=NOW, desk_silence=SILENCE)
        self.check(call_id, plan)

    def ends(self, dice: Random) -> None:
        call_id = dice.choice(self.made)
        with self.db.transaction(EVERYTHING) as session:
            line = session.get_one(Call, call_id).carrier_call_id or ""
        end = told(call_id, CallEvent.END, line, reason=dice.choice([EndReason.COMPLETED, EndReason.BUSY]))
        record_call_event(self.db, end, now=NOW)

    def logs(self, _dice: Random) -> None:
        desk = self.now_at()
        if desk.call_id:
            log_outcome(self.db, desk.id, OutcomeWish(uuid4().hex, desk.call_id, Outcome.COMPLETED), now=NOW)

    def comes_back(self, _dice: Random) -> None:
        end_agent_session(self.db, self.now_at().id, now=NOW)
        start_agent_session(self.db, self.user_id, self.floor.campaign.id, "none", now=NOW)
        go_ready(self.db, self.now_at().id, now=NOW)

    def now_at(self) -> AgentSession:
        with self.db.transaction(EVERYTHING) as session:
            live = select(AgentSession).where(AgentSession.status != AgentStatus.SIGNED_OUT)
            return session.scalars(live).one()

    def check(self, call_id: UUID, plan: AnswerPlan | None) -> None:
        """Who is told to join a room is in the call of the agent whose room it is; nobody else is in it."""
        if not isinstance(plan, Join):
            return
        self.joined += 1
        desk = self.now_at()
        assert (plan.room, desk.call_id) == (desk.room, call_id)
        with self.db.transaction(EVERYTHING) as session:
            talking = select(Call.id).where(Call.agent_session_id == desk.id, Call.status == CallStatus.TALKING)
            assert session.scalars(talking).all() == [call_id]


@pytest.mark.parametrize("seed", [2, 3, 6, 7])
def test_row_39_whatever_happens_nobody_joins_a_room_that_is_not_hers(db: Database, seed: int) -> None:
    floor, dice = Floor(db), Random(seed)
    floor.dial(dice)
    for _ in range(STEPS):
        dice.choice([floor.dial, floor.answers, floor.answers, floor.ends, floor.logs, floor.comes_back])(dice)
    assert floor.joined


def test_row_39_a_room_is_new_with_each_session_and_names_nobody(db: Database) -> None:
    floor = Floor(db)
    first = floor.now_at()
    floor.comes_back(Random(0))
    second = floor.now_at()
    assert first.user_id == second.user_id
    assert first.room != second.room
    assert second.room == f"desk-{second.id}"
