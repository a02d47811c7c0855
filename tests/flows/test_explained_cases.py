"""What is kept of a case so that somebody can be told why she was called, and why she was not."""

from datetime import timedelta

from campaigns.rules.calling.call_caps import Hold
from campaigns.store.calling.planned_tries import holds_of_case
from campaigns.store.session import EVERYTHING, Database
from tests.flows.test_ready_queue import NOW, SHARED, Floor, floor, hand_out, person, rung_elsewhere

__all__ = ["floor"]  # the fixture


def test_whom_a_rule_holds_back_is_kept_once_a_day_with_how_often_and_until_when(db: Database, floor: Floor) -> None:
    rung_elsewhere(db, 1, hours_ago=0.1)
    case_id = person(db, floor, phone=SHARED)
    hand_out(db, floor)
    hand_out(db, floor, minutes=5)
    with db.transaction(EVERYTHING) as session:
        (first,) = holds_of_case(session, case_id)
    assert (first.because, first.times, first.first_at) == (Hold.PHONE_RESTS, 1, NOW)
    hand_out(db, floor, minutes=14.5)
    with db.transaction(EVERYTHING) as session:
        (still,) = holds_of_case(session, case_id)
    assert still.until == first.until, "nobody looks at her again before that"
    assert still.until <= NOW + timedelta(minutes=20)
