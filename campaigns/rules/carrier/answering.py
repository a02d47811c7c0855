"""How long a person who has answered may wait for an agent before she is told that nobody is free.

Two seconds after the answer a call without an agent counts as abandoned (47 CFR 64.1200(a)(7) and Ofcom's statement
on persistent misuse of 2016, as domain.md and pacing.md take them; telephony.md section 5, row 20). Until then whoever
becomes free takes her (`shared/joining.py`). A carrier can be told to wait in whole seconds only, so it asks for her
again after one second and after two, when she is with that agent or hears the notice; to ask more often would find
her agent no sooner.
"""

from datetime import datetime, timedelta
from typing import Final

PATIENCE: Final = timedelta(seconds=2)  # from the answer to an agent or the notice
PAUSE: Final = timedelta(seconds=1)  # between two questions of the carrier
ON_ITS_WAY: Final = PAUSE / 4  # a question may take so long to come, all of them together


def may_ask_again(answered_at: datetime, *, now: datetime) -> bool:
    """Tell whether another question would still come in time."""
    return now + PAUSE <= answered_at + PATIENCE + ON_ITS_WAY


def waits_since(*, now: datetime) -> datetime:
    """Return the moment since which somebody must have answered who may still be given to an agent."""
    return now - PATIENCE


def found_nobody(answered_at: datetime | None, *, now: datetime) -> bool:
    """Tell whether somebody who was never joined to an agent counts as abandoned: she waited so long, and did not go."""
    return answered_at is not None and now - answered_at >= PATIENCE
