"""Lanes of the ready queue: served in turn, and opened by triggers on cases (migration 0007), whoever opens or moves these."""

from collections import Counter
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.store.tables import Case

FURTHEST_BEHIND: Final = 20  # calls that a lane catches up after an outage, or after nobody spoke its language

_TAKE_TURNS: Final = text("""
  UPDATE case_lanes lane
  SET turn = greatest(lane.turn, (SELECT max(turn) FROM case_lanes WHERE campaign_id = :campaign_id) - :behind) + :calls
  WHERE campaign_id = :campaign_id AND priority = :priority AND place = :place AND language = :language
""")


def note_turns(session: Session, campaign_id: UUID, called: list[Case]) -> None:
    """Count what each lane has had; none may be so far behind that it keeps all others waiting to catch up."""
    lanes = Counter((case.priority, place_of(case), case.language or "") for case in called)
    for (priority, place, language), calls in sorted(lanes.items()):
        facts = {"campaign_id": campaign_id, "priority": priority, "place": place, "language": language}
        session.execute(_TAKE_TURNS, facts | {"calls": calls, "behind": FURTHEST_BEHIND})


def place_of(case: Case) -> str:
    """Return the deepest area of a case, as its lane has it."""
    return case.block_id or case.district_id or case.state_id or ""
