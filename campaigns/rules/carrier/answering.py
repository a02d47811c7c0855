"""How long a person who has answered may wait for an agent before she is told that nobody is free.

Two seconds after the answer a call without an agent counts as abandoned (47 CFR 64.1200(a)(7) and Ofcom's statement
on persistent misuse of 2016, as domain.md and pacing.md take them; telephony.md section 5, row 20). A carrier can be
told to wait in whole seconds only, so an answer is asked for again once after one second and never later.
"""

from datetime import datetime, timedelta
from typing import Final

PATIENCE: Final = timedelta(seconds=2)  # from the answer to an agent or the notice
PAUSE: Final = timedelta(seconds=1)  # between two looks for an agent


def may_ask_again(answered_at: datetime, *, now: datetime) -> bool:
    """Tell whether another look for an agent would still come in time."""
    return now + PAUSE <= answered_at + PATIENCE - PAUSE / 4


def found_nobody(answered_at: datetime | None, *, now: datetime) -> bool:
    """Tell whether somebody who was never joined to an agent counts as abandoned: she waited so long, and did not go."""
    return answered_at is not None and now - answered_at >= PATIENCE
