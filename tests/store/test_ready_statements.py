"""Statements that stand ready for the driver bring what SQLAlchemy brings, and fail as it does."""

import pytest
from sqlalchemy import and_, bindparam, literal, select, text
from sqlalchemy.exc import DataError

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.campaign_states import CampaignStatus
from campaigns.store.ready_statements import Ready
from campaigns.store.session import EVERYTHING, Database, DatabaseAway
from campaigns.store.tables import AgentSession, Campaign, Table, User
from tests.given_floor import Floor, given_areas, given_floor

KNOWN = (CampaignStatus.RUNNING, CampaignStatus.DRAFT)


@pytest.fixture
def floor(db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        floor.desk(session, "shazia", AgentStatus.READY, minutes=55)
        return floor


def test_every_column_of_a_row_comes_as_ever_and_nothing_can_be_written_to_it(db: Database, floor: Floor) -> None:
    found = (
        select(literal("%"), Campaign, AgentSession, User)
        .join(AgentSession, AgentSession.campaign_id == Campaign.id)
        .outerjoin(User, and_(User.id == AgentSession.user_id, User.name == "nobody"))
        .where(Campaign.id == bindparam("id"), Campaign.status.in_(KNOWN))
        .limit(1)
    )
    asked = {"id": floor.campaign.id}
    with db.transaction(EVERYTHING) as session:
        ready = Ready(found).one(session, asked)
        assert ready is not None
        for brought, as_ever in zip(ready, session.execute(found, asked).one(), strict=True):
            assert facts_of(brought) == facts_of(as_ever)
        with pytest.raises(AttributeError):
            ready[1].name = "Another"


def facts_of(brought: object) -> object:
    if not isinstance(brought, Table):
        return brought
    return [
        (column.key, type(getattr(brought, column.key)), getattr(brought, column.key)) for column in brought.__table__.c
    ]


def test_a_row_that_is_held_is_written_with_its_change_and_shows_how_it_stands_when_it_is_asked_again(
    db: Database, floor: Floor
) -> None:
    hers = Ready(
        select(AgentSession, User)
        .outerjoin(User, and_(User.id == AgentSession.user_id, User.name == "nobody"))
        .where(AgentSession.campaign_id == bindparam("id"))
        .with_for_update(of=AgentSession)
    )
    asked = {"id": floor.campaign.id}
    with db.transaction(EVERYTHING) as session:
        held = hers.held(session, asked)
        assert held is not None
        desk, nobody = held
        assert nobody is None
        assert facts_of(desk) == facts_of(session.get(AgentSession, desk.id, populate_existing=True))
        desk.tab = "first"
        session.execute(text("UPDATE agent_sessions SET kept = 7"))
        again = hers.held(session, asked)
        assert again is not None
        assert again[0] is desk
        assert (desk.tab, desk.kept) == ("first", 7)
        desk.tab = "second"
    with db.transaction(EVERYTHING) as session:
        kept = session.scalars(select(AgentSession)).one()
        assert (kept.tab, kept.kept) == ("second", 7)
        assert hers.held(session, {"id": floor.department.id}) is None


def lose_connection(db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        session.execute(text("RESET ROLE"))  # the pages' own may end nobody's connection
        Ready(text("SELECT pg_terminate_backend(pg_backend_pid())")).one(session, {})


def test_what_fails_is_told_as_ever_and_a_lost_connection_is_replaced(db: Database) -> None:
    asked = Ready(text("SELECT CAST(:word AS integer)"))
    with pytest.raises(DataError), db.transaction(EVERYTHING) as session:
        asked.one(session, {"word": "three"})
    with pytest.raises(DatabaseAway):
        lose_connection(db)
    with db.transaction(EVERYTHING) as session:
        assert asked.one(session, {"word": "3"}) == (3,)
        assert Ready(text("SELECT 1 WHERE false")).one(session, {}) is None
