"""Moves people on from numbers that asked never to be called again: to their next number, or to the end."""

from datetime import datetime
from typing import Final

from campaigns.rules.desk.taking_back import LINK_TAKES, UNDO_FOR
from campaigns.rules.outcomes import Outcome
from campaigns.shared.next_tries import leave_number
from campaigns.store.calling.cases import claim_cases_on_silenced_numbers
from campaigns.store.session import EVERYTHING, Database, tell

AT_ONCE: Final = 500  # cases in one transaction
MOST: Final = 20  # transactions in a row; a do-not-call file may be about more people, who wait for the next round


def skip_opted_out_numbers(db: Database, *, now: datetime) -> int:
    """Return how many cases were moved on. Nobody is rung on such a number meanwhile: every dial checks it."""
    moved = 0
    for _ in range(MOST):
        moved += (batch := _skip_some(db, now=now))
        if batch < AT_ONCE:
            break
    return moved


def _skip_some(db: Database, *, now: datetime) -> int:
    with db.transaction(EVERYTHING) as session:
        settled = now - UNDO_FOR - LINK_TAKES
        held = claim_cases_on_silenced_numbers(session, noted_before=settled, limit=AT_ONCE)
        for case in held:
            leave_number(session, case, Outcome.OPT_OUT, at=now)
            tell(session, f"floor:{case.campaign_id}")
        return len(held)
