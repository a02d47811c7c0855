"""Only a sure and early verdict of a campaign that asked for it takes a call away from its agent."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.carrier.machines import SPOKEN, Heard, MachineAct, MachinePlan, act_on
from campaigns.telephony.twilio_words import read_answered_by

JOINED = st.none() | st.floats(0, 600).map(lambda seconds: timedelta(seconds=seconds))


@given(st.sampled_from(MachinePlan), st.sampled_from(Heard), JOINED, st.integers(0, 9))
def test_row_21_a_person_is_never_hung_up_on(
    plan: MachinePlan, heard: Heard, joined_for: timedelta | None, answers: int
) -> None:
    act = act_on(plan, heard, joined_for=joined_for, answers=answers)
    spoken = answers > 0 or (joined_for is not None and joined_for >= SPOKEN)
    if spoken or heard is not Heard.MACHINE or plan is MachinePlan.IGNORE:
        assert act is MachineAct.GO_ON
    else:
        assert act.value == plan.value


@pytest.mark.parametrize(
    ("word", "heard"),
    [
        ("human", Heard.PERSON),
        ("machine_start", Heard.MACHINE),
        ("machine_end_beep", Heard.MACHINE),
        ("fax", Heard.MACHINE),
        ("unknown", Heard.UNKNOWN),
        ("", Heard.UNKNOWN),
        ("a-new-word", Heard.UNKNOWN),
    ],
)
def test_what_the_carrier_does_not_call_a_machine_is_a_person(word: str, heard: Heard) -> None:
    assert read_answered_by(word) is heard
