"""Who answers, when and after how long, measured over a list as large as a real one."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.contract.conftest import NOON, RunningCarrier
from tests.contract.hooks_listener import HooksListener
from workers.carrier.people import Finds, Kind, People

LIST = [f"+9194{at:08}" for at in range(17, 300_017, 100)]
PEOPLE = People(7, ("+91194555",), 240.0)


def test_half_of_a_list_answers_the_first_call_and_three_quarters_one_of_three() -> None:
    moments = [NOON, NOON + timedelta(hours=4), NOON + timedelta(hours=22)]
    answered = [
        {number for number in LIST if PEOPLE.plan_dial(number, attempt, at).finds is Finds.ANSWER}
        for attempt, at in enumerate(moments, 1)
    ]
    assert 0.46 < len(answered[0]) / len(LIST) < 0.54
    assert 0.72 < len(set.union(*answered)) / len(LIST) < 0.80


def test_fewer_answer_at_night_than_in_the_late_morning() -> None:
    def share(hour: int) -> float:
        at = NOON.replace(hour=hour)
        return sum(PEOPLE.plan_dial(number, 1, at).finds is Finds.ANSWER for number in LIST) / len(LIST)

    assert share(20) < share(5) - 0.1  # 01:30 and 10:30 in Kashmir


def test_most_answers_come_after_6_to_10_or_18_to_22_seconds() -> None:
    plans = [PEOPLE.plan_dial(number, 1, NOON) for number in LIST]
    rings = [plan.rings for plan in plans if plan.finds is Finds.ANSWER]
    assert sum(6 <= ring <= 10 or 18 <= ring <= 22 for ring in rings) / len(rings) > 0.75
    assert max(rings) < 25


def test_every_kind_of_person_is_on_a_list_and_stays_who_she_is() -> None:
    kinds = Counter(PEOPLE.kind(number) for number in LIST)
    assert set(kinds) == set(Kind) - {Kind.AGENT}
    assert kinds[Kind.ORDINARY] / len(LIST) > 0.6
    again = People(7, ("+91194555",), 240.0)
    assert all(PEOPLE.plan_dial(number, 2, NOON) == again.plan_dial(number, 2, NOON) for number in LIST[:100])
    other = People(8, ("+91194555",), 240.0)
    assert any(PEOPLE.plan_dial(number, 2, NOON) != other.plan_dial(number, 2, NOON) for number in LIST[:100])


def test_an_agents_own_phone_answers_at_once_and_stays() -> None:
    plan = PEOPLE.plan_dial("+911945550101", 1, NOON)
    assert (plan.finds, plan.agent, plan.stays) == (Finds.ANSWER, True, None)
    assert plan.set_up + plan.rings <= 1


@pytest.mark.parametrize(("kind", "answered_by"), [("machine", "machine_start"), ("ordinary", "human")])
def test_a_machine_is_told_from_a_person_where_that_is_asked_for(
    start_carrier: Callable[..., RunningCarrier], hooks: HooksListener, kind: str, answered_by: str
) -> None:
    carrier = start_carrier()
    hooks.documents["/answer"] = "<Response/>"
    carrier.force(kind=kind)
    carrier.place(machine_detection="Enable")
    assert hooks.wait_for(lambda told: told.path == "/answer").form["AnsweredBy"] == answered_by


def test_a_machine_can_be_told_of_while_the_call_goes_on(carrier: RunningCarrier, hooks: HooksListener) -> None:
    hooks.documents["/answer"] = "<Response><Pause length='60'/></Response>"
    carrier.force(machine=True)
    carrier.place(machine_detection="Enable", async_amd="true", async_amd_status_callback=f"{hooks.url}/amd")
    assert "AnsweredBy" not in hooks.wait_for(lambda told: told.path == "/answer").form
    assert hooks.wait_for(lambda told: told.path == "/amd").form["AnsweredBy"] == "machine_start"
