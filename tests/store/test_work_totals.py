"""The work of agents is counted as their talks end, are logged, taken back or moved, and is at every moment what a count says."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text

from campaigns.reports.add_up_changes import add_up_changes
from campaigns.reports.count_campaigns_anew import count_campaigns_anew
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.reports.report_figures import Days
from campaigns.store.session import EVERYTHING, Database, Scope, Session
from campaigns.store.tables import AgentSession, Area, Call, Case, User, WorkChange
from campaigns.store.totals.case_folding import wait_for_totals
from campaigns.store.totals.counting_anew import campaigns_counted_wrong, sum_areas_anew
from campaigns.store.totals.work_totals import work_of_agents
from tests.given_floor import DISTRICT, PATTAN, SOPORE, STATE, Floor, given_areas, given_floor

MONDAY = datetime(2026, 11, 23, 4, 40, tzinfo=UTC)  # ten past ten in Kashmir
ZONE = ZoneInfo("Asia/Kolkata")
Told = list[tuple[str, int, float, int, int, int]]


@pytest.fixture
def floor(db: Database) -> Floor:
    """Two people, and the desks of Shazia and Tariq, who have talked with nobody."""
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        people = floor.list(session)
        floor.person(session, people, PATTAN)
        floor.person(session, people, SOPORE)
        for name in ("shazia", "tariq"):
            floor.desk(session, name, AgentStatus.READY)
    return floor


def work(db: Database, floor: Floor, area_id: str | None = None, *, first: int = 0, last: int = 6) -> Told:
    """Name, talks, seconds, completed, refused, callbacks; and nothing of it is counted wrong."""
    days = Days(MONDAY.date() + timedelta(days=first), MONDAY.date() + timedelta(days=last), ZONE)
    with db.transaction(EVERYTHING) as session:
        assert campaigns_counted_wrong(session) == set()
    with db.transaction(Scope(floor.department.id)) as session:
        return [tuple(one[1:]) for one in work_of_agents(session, floor.campaign.id, days, area_id)]  # type: ignore[misc]


def desk_of(session: Session, name: str) -> UUID:
    """The desk of the agent of this name."""
    found = session.scalars(
        select(AgentSession.id).join(User, User.id == AgentSession.user_id).where(User.name == name)
    )
    return found.one()


def talked(
    db: Database, floor: Floor, block: str, name: str, outcome: Outcome | None, *, day: int = 0, **more: Any
) -> Call:
    """A talk of two minutes of an agent with the person of a block."""
    with db.transaction(EVERYTHING) as session:
        person = session.scalars(select(Case).where(Case.block_id == block)).one()
        at = MONDAY + timedelta(days=day)
        times = {"answered_at": at, "talking_at": at, "ended_at": at + timedelta(minutes=2), **more}
        return floor.call(session, person, outcome, at=at, agent_session_id=desk_of(session, name), **times)


def test_a_talk_counts_for_its_agent_in_every_area_of_the_person_whether_added_up_or_not(
    db: Database, floor: Floor
) -> None:
    talked(db, floor, PATTAN, "Shazia", Outcome.COMPLETED)
    talked(db, floor, SOPORE, "Shazia", Outcome.REFUSED, day=1)
    talked(db, floor, SOPORE, "Tariq", Outcome.CALL_LATER, day=1)
    talked(db, floor, SOPORE, "Tariq", Outcome.BUSY, day=2, talking_at=None)
    for _ in range(2):
        shazia, tariq = ("Shazia", 2, 240.0, 1, 1, 0), ("Tariq", 1, 120.0, 0, 0, 1)
        assert work(db, floor) == work(db, floor, STATE) == work(db, floor, DISTRICT) == [shazia, tariq]
        assert work(db, floor, PATTAN) == [("Shazia", 1, 120.0, 1, 0, 0)]
        assert work(db, floor, first=1) == [("Shazia", 1, 120.0, 0, 1, 0), tariq]
        add_up_changes(db)
    with db.transaction(EVERYTHING) as session:
        assert session.scalars(select(WorkChange)).all() == []


def test_a_talk_counts_once_it_ends_and_follows_what_becomes_of_it(db: Database, floor: Floor) -> None:
    call = talked(db, floor, PATTAN, "Shazia", None, status=CallStatus.TALKING, ended_at=None)
    assert work(db, floor) == []

    def changed(**facts: Any) -> Told:
        with db.transaction(EVERYTHING) as session:
            its = session.get_one(Call, call.id)
            for name, value in facts.items():
                setattr(its, name, value)
        add_up_changes(db)
        return work(db, floor)

    ended = {"status": CallStatus.ENDED, "ended_at": MONDAY + timedelta(seconds=90)}
    assert changed(**ended) == [("Shazia", 1, 90.0, 0, 0, 0)]
    assert changed(outcome=Outcome.OPT_OUT) == [("Shazia", 1, 90.0, 0, 1, 0)]
    assert changed(outcome=None) == [("Shazia", 1, 90.0, 0, 0, 0)], "she took it back"
    assert changed(outcome=Outcome.COMPLETED) == [("Shazia", 1, 90.0, 1, 0, 0)]
    with db.transaction(EVERYTHING) as session:
        tariq = desk_of(session, "Tariq")
    assert changed(agent_session_id=tariq) == [("Tariq", 1, 90.0, 1, 0, 0)], "he has taken it over"
    with db.transaction(EVERYTHING) as session:
        session.delete(session.get_one(Call, call.id))
    assert work(db, floor) == []


def test_a_talk_just_before_midnight_counts_on_the_day_of_the_people_called(db: Database, floor: Floor) -> None:
    late = datetime(2026, 11, 23, 18, 29, tzinfo=UTC)  # a minute to midnight in Kashmir
    with db.transaction(EVERYTHING) as session:
        person = session.scalars(select(Case).where(Case.block_id == PATTAN)).one()
        desk = desk_of(session, "Shazia")
        for at in (late, late + timedelta(minutes=2)):
            floor.call(session, person, None, at=at, talking_at=at, ended_at=at, agent_session_id=desk)
    assert [sum(one[1] for one in work(db, floor, first=day, last=day)) for day in (0, 1, 2)] == [1, 1, 0]


def test_talks_go_with_a_person_whose_place_is_mended_and_with_a_block_that_moves(db: Database, floor: Floor) -> None:
    talked(db, floor, PATTAN, "Shazia", Outcome.COMPLETED)
    add_up_changes(db)
    one = [("Shazia", 1, 120.0, 1, 0, 0)]
    with db.transaction(EVERYTHING) as session:
        session.scalars(select(Case).where(Case.block_id == PATTAN)).one().block_id = SOPORE
    for _ in range(2):
        assert (work(db, floor, PATTAN), work(db, floor, SOPORE), work(db, floor, DISTRICT)) == ([], one, one)
        add_up_changes(db)
    with db.transaction(EVERYTHING) as session:
        session.add(
            Area(
                id="district:1",
                country="IN",
                level="district",
                code="1",
                name="New",
                folded_name="new",
                parent_id=STATE,
            )
        )
        session.flush()
        session.get_one(Area, SOPORE).parent_id = "district:1"
        wait_for_totals(session)
        sum_areas_anew(session)
    assert (work(db, floor, "district:1"), work(db, floor, DISTRICT), work(db, floor, STATE)) == (one, [], one)


def test_work_that_was_counted_wrong_is_found_and_counted_anew(db: Database, floor: Floor) -> None:
    talked(db, floor, PATTAN, "Shazia", Outcome.COMPLETED)
    add_up_changes(db)
    for table in ("work_totals", "work_totals_below"):
        with db.transaction(EVERYTHING) as session:
            session.execute(text(f"UPDATE {table} SET talks = talks + 1"))  # noqa: S608 - our own words
            assert campaigns_counted_wrong(session) == {floor.campaign.id}
        assert count_campaigns_anew(db) == {floor.campaign.id: True}
        add_up_changes(db)
        assert work(db, floor) == [("Shazia", 1, 120.0, 1, 0, 0)]
