"""What follows when the carrier thinks that an answering machine, and no person, has answered.

Detection is off unless a campaign asks for it: it errs in 10 to 15 of 100 calls, and an error hangs up on a person
(telephony.md section 1.2); the tones of Indian networks make it worse. Where it is on, it listens while the person is
already joined to her agent. So what is not surely a machine is a person, and a verdict that comes when the agent has
begun to speak changes nothing any more (telephony.md section 5, row 21): she hears better than a machine does.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Final


class MachinePlan(StrEnum):
    """What a campaign does with answering machines."""

    IGNORE = "ignore"  # not even listened for: the agent hears it and says so
    HANG_UP = "hang_up"
    LEAVE_MESSAGE = "leave_message"


class Heard(StrEnum):
    """What the carrier thinks that it hears."""

    PERSON = "person"
    MACHINE = "machine"
    UNKNOWN = "unknown"


class MachineAct(StrEnum):
    """What follows."""

    GO_ON = "go_on"
    HANG_UP = "hang_up"
    LEAVE_MESSAGE = "leave_message"


# An agent greets as soon as she is joined, and the carrier judges after 2.4 seconds of speech (telephony.md 1.2). By
# then she has said more than a greeting, and whoever is there has heard a person.
SPOKEN: Final = timedelta(seconds=5)


def act_on(plan: MachinePlan, heard: Heard, *, joined_for: timedelta | None, answers: int) -> MachineAct:
    """Decide what follows a verdict; `joined_for` is None before an agent is joined, `answers` are those noted."""
    if heard is not Heard.MACHINE or plan is MachinePlan.IGNORE:
        return MachineAct.GO_ON
    if answers or (joined_for is not None and joined_for >= SPOKEN):
        return MachineAct.GO_ON
    return MachineAct(plan.value)
