"""An agent's break is counted over her whole day, and her desk and her supervisor read the same minutes."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from campaigns.desk.end_agent_session import end_agent_session
from campaigns.desk.go_ready import go_ready
from campaigns.desk.pause_agent import pause_agent
from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.calling.local_day import local_day
from campaigns.rules.refusals import Refusal
from campaigns.set_up.change_break_minutes import change_break_minutes
from campaigns.store.desk.breaks_taken import breaks_allowed
from campaigns.store.desk.desk import desk_state
from campaigns.store.floor.floor_agents import agents_on_floor
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AccessTrace, AgentSession, User
from tests.given_floor import NOW, Floor, given_areas, given_floor

ZONE = ZoneInfo("Asia/Kolkata")


@pytest.fixture
def floor(db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        return given_floor(session)


def at_desk(db: Database, floor: Floor, name: str, **more: object) -> UUID:
    with db.transaction(EVERYTHING) as session:
        return floor.desk(session, name, AgentStatus.READY, minutes=55, **more).id


def takes(db: Database, desk: UUID, reason: PauseReason, begins: datetime, minutes: int) -> None:
    assert pause_agent(db, desk, reason, now=begins) is None
    assert go_ready(db, desk, now=begins + timedelta(minutes=minutes)) is None


def taken_before(db: Database, floor: Floor, desk: UUID) -> tuple[timedelta, timedelta]:
    with db.transaction(EVERYTHING) as session:
        state = desk_state(session, desk, now=NOW)
        (shown,) = agents_on_floor(session, floor.campaign.id, local_day(ZONE, now=NOW), now=NOW)
        return state.day.break_before, shown.break_before


def test_todays_breaks_of_one_kind_are_added_up(db: Database, floor: Floor) -> None:
    her = at_desk(db, floor, "shazia")
    takes(db, her, PauseReason.TEA, NOW - timedelta(days=1), 25)
    takes(db, her, PauseReason.TEA, NOW - timedelta(minutes=50), 12)
    takes(db, her, PauseReason.LUNCH, NOW - timedelta(minutes=30), 8)
    pause_agent(db, her, PauseReason.TEA, now=NOW - timedelta(minutes=9))
    assert taken_before(db, floor, her) == (timedelta(minutes=12), timedelta(minutes=12))


def test_desk_and_floor_read_the_minutes_that_the_operator_has_set(db: Database, floor: Floor) -> None:
    company, her = floor.operator.id, at_desk(db, floor, "shazia")
    with db.transaction(EVERYTHING) as session:
        supervisor = session.scalars(select(User.id)).one()  # nobody else is there
    pause_agent(db, her, PauseReason.TEA, now=NOW - timedelta(minutes=9))
    assert isinstance(change_break_minutes(db, company, {"tea": "half"}, supervisor, now=NOW), Refusal)
    assert change_break_minutes(db, company, {"tea": "8"}, supervisor, now=NOW) is None
    with db.transaction(EVERYTHING) as session:
        state = desk_state(session, her, now=NOW)
        assert state.day.break_allowed == breaks_allowed(session, company)[PauseReason.TEA] == timedelta(minutes=8)
        assert breaks_allowed(session, None)[PauseReason.TEA] == timedelta(minutes=30)
        (trace,) = session.scalars(select(AccessTrace).where(AccessTrace.action == "break_minutes_changed"))
        assert trace.user_id == supervisor


def test_a_break_over_midnight_counts_from_midnight_and_one_at_a_desk_of_this_morning_counts_too(
    db: Database, floor: Floor
) -> None:
    midnight = local_day(ZONE, now=NOW).begins
    first = at_desk(db, floor, "shazia")
    takes(db, first, PauseReason.TEA, midnight - timedelta(minutes=10), 14)
    end_agent_session(db, first, now=NOW - timedelta(minutes=40))
    with db.transaction(EVERYTHING) as session:
        before = session.get_one(AgentSession, first)
        again = AgentSession(
            user_id=before.user_id, campaign_id=floor.campaign.id, department_id=floor.department.id, leg="none",
            status=AgentStatus.READY, since=NOW, started_at=NOW - timedelta(minutes=30), heard_at=NOW, languages=["ur"],
        )  # fmt: skip
        session.add(again)
        session.flush()
        second = again.id
    pause_agent(db, second, PauseReason.TEA, now=NOW - timedelta(minutes=1))
    assert taken_before(db, floor, second) == (timedelta(minutes=4), timedelta(minutes=4))
    with db.transaction(EVERYTHING) as session:
        state = desk_state(session, second, now=NOW)
        assert state.day.began == NOW - timedelta(hours=1), "her shift began at the first desk of the day"
