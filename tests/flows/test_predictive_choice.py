"""Whom predictive mode rings ahead where people are known to differ: by villages that answer, by their own calls."""

from datetime import timedelta
from uuid import UUID

import pytest

from campaigns.rules.calling.answering_hours import Level, village_key
from campaigns.rules.calling.day_parts import DayPart
from campaigns.rules.outcomes import Outcome
from campaigns.rules.pacing_calls import LONGEST_WAIT
from campaigns.shared.floor_watch import FloorWatch
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AnsweringCount, Case
from tests.flows.given_predictive import PredictiveFloor
from tests.given_floor import DISTRICT, NOW, PATTAN

NOW_PART = DayPart.LATE_MORNING


@pytest.fixture
def floor(db: Database) -> PredictiveFloor:
    """A predictive campaign that has learned when people answer: Wussan does, Palhallan does not."""
    floor = PredictiveFloor(db)
    floor.change(learned_hours=True)
    with db.transaction(EVERYTHING) as session:
        for level, place, answers in (
            (Level.DISTRICT, DISTRICT, 90),
            (Level.VILLAGE, village_key(PATTAN, "Wussan"), 170),
            (Level.VILLAGE, village_key(PATTAN, "Palhallan"), 20),
        ):
            count = AnsweringCount(
                department_id=floor.floor.department.id, campaign_id=floor.floor.campaign.id, level=level.value,
                place=place, part=NOW_PART, lane=0, calls=300, answers=answers,
            )  # fmt: skip
            session.add(count)
    floor.agents(12)
    return floor


def turn_about(floor: PredictiveFloor, *villages: str) -> dict[str, list[UUID]]:
    """Cases that are due in turn, one of each village after another."""
    cases: dict[str, list[UUID]] = {village: [] for village in villages}
    for _ in range(10):
        for village in villages:
            cases[village] += floor.people(1, village=village)
    return cases


def test_with_many_agents_free_those_are_rung_whose_village_answers(floor: PredictiveFloor) -> None:
    cases = turn_about(floor, "Palhallan", "Wussan")
    calls = floor.hand_out(room=5)
    assert {call.case_id for call in calls} == set(cases["Wussan"][:5])
    assert {round(call.likely or 0, 1) for call in calls} == {1.8}


def test_who_answers_seldom_has_her_turn_after_a_while(floor: PredictiveFloor) -> None:
    (first, *_) = floor.people(1, village="Palhallan")
    floor.people(40, village="Wussan")
    floor.agents(30)
    watch = FloorWatch()
    watch.passed_over.times[first] = LONGEST_WAIT - 1
    rung = [{call.case_id for call in floor.hand_out(at=at, watch=watch, room=at + 1)} for at in range(2)]
    assert (first in rung[0], rung[1]) == (False, {first})
    assert first not in watch.passed_over.times


def test_who_has_not_picked_up_twice_is_taken_for_less_likely(floor: PredictiveFloor) -> None:
    silent, new = floor.people(2)
    with floor.db.transaction(EVERYTHING) as session:
        for days in (4, 2):
            at = NOW - timedelta(days=days)
            case = session.get_one(Case, silent)
            floor.floor.call(session, case, Outcome.NO_ANSWER, at=at, ended_at=at)
    likely = {call.case_id: call.likely or 0 for call in floor.hand_out()}
    assert likely[silent] < 0.7
    assert likely[new] == pytest.approx(1.0, abs=0.1)


def test_without_learned_hours_the_queue_is_rung_in_its_order(floor: PredictiveFloor) -> None:
    floor.change(learned_hours=False)
    cases = turn_about(floor, "Palhallan", "Wussan")
    calls = floor.hand_out(room=4)
    assert {call.case_id for call in calls} == {*cases["Palhallan"][:2], *cases["Wussan"][:2]}
    assert {call.likely for call in calls} == {None}


def test_likely_calls_that_ring_leave_room_for_fewer_more(floor: PredictiveFloor) -> None:
    floor.dialled_before(answered=8, silent=12)  # before that no more ring than agents are free
    floor.people(100)
    floor.ringing(14, likely=0.4)
    after_unlikely = len(floor.hand_out())
    with floor.db.transaction(EVERYTHING) as session:
        session.connection().exec_driver_sql("UPDATE calls SET status = 'ended' WHERE status <> 'ended'")
        session.connection().exec_driver_sql("UPDATE cases SET status = 'waiting'")
    floor.ringing(14, likely=1.8)
    assert len(floor.hand_out()) < after_unlikely
