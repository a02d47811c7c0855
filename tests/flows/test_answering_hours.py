"""Learned answering hours from call to call: counters per place, the next try, and the figures kept beside it."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from campaigns.rules.call_states import CallEvent, EndReason
from campaigns.rules.calling.answering_hours import Level, Tally, village_key
from campaigns.rules.calling.day_parts import DayPart
from campaigns.rules.calling.retry_plan import Because
from campaigns.rules.outcomes import Outcome
from campaigns.store.calling.answering_counts import answering_around
from campaigns.store.calling.planned_tries import planned_tries
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AnsweringCount, Beneficiary, Campaign, Case, PlannedTry
from tests.flows.test_one_call import Line
from tests.given_floor import DISTRICT, NOW, PATTAN, SOPORE


@pytest.fixture
def line(db: Database) -> Line:
    return Line(db)


def counted(line: Line) -> dict[tuple[str, str, str], tuple[int, int]]:
    with line.db.transaction(EVERYTHING) as session:
        found = Counter[tuple[str, str, str, str]]()
        for row in session.scalars(select(AnsweringCount)):
            found[row.level, row.place, row.part, "calls"] += row.calls
            found[row.level, row.place, row.part, "answers"] += row.answers
        return {key[:3]: (found[*key[:3], "calls"], found[*key[:3], "answers"]) for key in found}


def plans(line: Line) -> list[PlannedTry]:
    with line.db.transaction(EVERYTHING) as session:
        return list(planned_tries(session, line.case_id))


def given_evenings_answer(line: Line) -> None:
    with line.db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, line.floor.campaign.id).learned_hours = True
        for part in (DayPart.AFTERNOON, DayPart.LATE_AFTERNOON, DayPart.EVENING):
            for level, place in ((Level.DISTRICT, DISTRICT), (Level.BLOCK, PATTAN)):
                count = AnsweringCount(
                    department_id=line.floor.department.id, campaign_id=line.floor.campaign.id, level=level.value,
                    place=place, part=part, calls=200, answers=90 if part is DayPart.EVENING else 40,
                )  # fmt: skip
                session.add(count)


def test_a_call_that_nobody_answers_counts_for_her_block_and_her_district(line: Line) -> None:
    line.tell(CallEvent.END, EndReason.NO_ANSWER)
    assert counted(line) == {
        ("district", DISTRICT, "late_morning"): (1, 0),
        ("block", PATTAN, "late_morning"): (1, 0),
    }


def test_a_call_counts_for_her_village_however_the_list_writes_it(line: Line) -> None:
    with line.db.transaction(EVERYTHING) as session:
        case = session.get_one(Case, line.case_id)
        session.get_one(Beneficiary, case.beneficiary_id).village = " HAJIN  Bala "
    line.tell(CallEvent.END, EndReason.NO_ANSWER)
    assert counted(line)["village", f"{PATTAN} hajin bala", "late_morning"] == (1, 0)
    with line.db.transaction(EVERYTHING) as session:
        key = village_key(PATTAN, "Hajin Bala")
        around = answering_around(session, line.floor.campaign.id, DISTRICT, PATTAN, key)
        assert around[Level.VILLAGE] == {DayPart.LATE_MORNING: Tally(1, 0)}
    assert (village_key(None, "Hajin"), village_key(PATTAN, " ")) == (None, None)


@pytest.mark.parametrize("outcome", [Outcome.COMPLETED, Outcome.CALL_LATER])
def test_a_talk_counts_as_an_answer_also_where_she_asks_for_another_time(line: Line, outcome: Outcome) -> None:
    line.answer()
    line.log(outcome, callback_at=NOW + timedelta(hours=2))
    assert counted(line)["block", PATTAN, "late_morning"] == (1, 1)


def test_a_failure_of_the_network_counts_nowhere(line: Line) -> None:
    line.tell(CallEvent.END, EndReason.CONGESTION)
    assert counted(line) == {}


def test_the_next_try_is_in_the_hour_in_which_her_block_answers_and_its_figures_are_kept(line: Line) -> None:
    given_evenings_answer(line)
    line.tell(CallEvent.END, EndReason.NO_ANSWER)
    (plan,) = plans(line)
    assert plan.because == Because.LEARNED_PART
    assert plan.due_at == NOW.replace(hour=12, minute=30), "18:00 in Kashmir"
    assert {name: plan.facts[name] for name in ("part", "level", "calls")} == {
        "part": "evening",
        "level": "block",
        "calls": 200,
    }
    assert plan.facts["share"] > 0.4 > plan.facts["usual"]


def test_a_campaign_that_does_not_learn_keeps_to_its_fixed_slots(line: Line) -> None:
    given_evenings_answer(line)
    with line.db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, line.floor.campaign.id).learned_hours = False
    line.tell(CallEvent.END, EndReason.NO_ANSWER)
    (plan,) = plans(line)
    assert (plan.because, plan.due_at) == (Because.OTHER_PART, NOW.replace(hour=9))


def test_what_a_campaign_knows_of_one_block_is_told_beside_its_district_and_the_whole(line: Line) -> None:
    given_evenings_answer(line)
    with line.db.transaction(EVERYTHING) as session:
        known = answering_around(session, line.floor.campaign.id, DISTRICT, SOPORE)
    assert known[Level.CAMPAIGN][DayPart.EVENING] == Tally(200, 90)
    assert known[Level.DISTRICT] == known[Level.CAMPAIGN]
    assert Level.BLOCK not in known
