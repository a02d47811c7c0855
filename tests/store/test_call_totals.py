"""Dials are counted by hour as they are made, in the place in which their people live, and never drift."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import text

from campaigns.reports.add_up_changes import add_up_changes
from campaigns.reports.count_campaigns_anew import count_campaigns_anew
from campaigns.rules.outcomes import Outcome
from campaigns.rules.reports.report_figures import Days
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import Call, Case
from campaigns.store.totals.call_totals import calls_by_hour
from campaigns.store.totals.counting_anew import campaigns_counted_wrong
from tests.given_floor import DISTRICT, PATTAN, SOPORE, Floor, given_areas, given_floor

MONDAY = datetime(2026, 11, 23, 4, 40, tzinfo=UTC)  # ten past ten in Kashmir
DAYS = Days(MONDAY.date(), MONDAY.date() + timedelta(days=1), ZoneInfo("Asia/Kolkata"))


def hours(db: Database, floor: Floor, area_id: str | None = None) -> list[tuple[int, ...]]:
    """Weekday, hour, dialled, answered, reached."""
    with db.transaction(Scope(floor.department.id)) as session:
        assert campaigns_counted_wrong(session) == set()
        return sorted(tuple(one) for one in calls_by_hour(session, floor.campaign.id, DAYS, area_id))


def test_dials_count_in_their_hour_and_place_whether_added_up_or_not(db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        people = floor.list(session)
        first, second = floor.person(session, people, PATTAN), floor.person(session, people, SOPORE)
        floor.call(session, first, Outcome.COMPLETED, at=MONDAY, answered_at=MONDAY, ended_at=MONDAY)
        floor.call(session, second, Outcome.NO_ANSWER, at=MONDAY + timedelta(minutes=49))
        floor.call(session, second, Outcome.BUSY, at=MONDAY + timedelta(minutes=51))
        floor.call(session, second, Outcome.BUSY, at=MONDAY + timedelta(days=3))
        floor.call(session, second, None, at=MONDAY, sent_at=None)
    expected = [(1, 10, 2, 1, 1), (1, 11, 1, 0, 0)]
    for _ in range(2):
        assert hours(db, floor) == hours(db, floor, DISTRICT) == expected
        assert (hours(db, floor, PATTAN), hours(db, floor, SOPORE)) == (
            [(1, 10, 1, 1, 1)],
            [(1, 10, 1, 0, 0), (1, 11, 1, 0, 0)],
        )
        add_up_changes(db)
    with db.transaction(EVERYTHING) as session:
        session.get_one(Case, first.id).block_id = SOPORE  # her place was mended
        call = session.scalars(text("SELECT id FROM calls WHERE outcome = 'completed'")).one()
        session.get_one(Call, call).confirmed = False  # somebody else had answered
    assert (hours(db, floor, PATTAN), hours(db, floor, SOPORE)) == ([], [(1, 10, 2, 1, 0), (1, 11, 1, 0, 0)])
    add_up_changes(db)
    assert hours(db, floor) == [(1, 10, 2, 1, 0), (1, 11, 1, 0, 0)]


def test_dials_that_were_counted_wrong_are_found_and_counted_anew(db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        person = floor.person(session, floor.list(session), PATTAN)
        floor.call(session, person, Outcome.BUSY, at=MONDAY)
    add_up_changes(db)
    with db.transaction(EVERYTHING) as session:
        session.execute(text("UPDATE call_totals SET answered = answered + 1"))
        assert campaigns_counted_wrong(session) == {floor.campaign.id}
    assert count_campaigns_anew(db) == {floor.campaign.id: True}
    assert hours(db, floor) == [(1, 10, 1, 0, 0)]
