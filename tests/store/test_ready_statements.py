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
