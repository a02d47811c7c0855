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
  SET turn = greatest(lane.turn, (SELECT max(turn) FROM case_lanes WHERE campaign_id = :campaign_id) - :behind) + had.calls
  FROM unnest(CAST(:priorities AS int[]), CAST(:places AS text[]), CAST(:languages AS text[]), CAST(:calls AS int[]))
    AS had (priority, place, language, calls)
  WHERE lane.campaign_id = :campaign_id
    AND lane.priority = had.priority AND lane.place = had.place AND lane.language = had.language
""")


def note_turns(session: Session, campaign_id: UUID, called: list[Case]) -> None:
    """Count what each lane has had; none may be so far behind that it keeps all others waiting to catch up."""
    lanes = Counter((case.priority, place_of(case), case.language or "") for case in called)
    if not lanes:
        return
    priorities, places, languages = (list(each) for each in zip(*lanes, strict=True))
    of_lanes = {"priorities": priorities, "places": places, "languages": languages, "calls": list(lanes.values())}
    session.execute(_TAKE_TURNS, of_lanes | {"campaign_id": campaign_id, "behind": FURTHEST_BEHIND})


def place_of(case: Case) -> str:
    """Return the deepest area of a case, as its lane has it."""
    return case.block_id or case.district_id or case.state_id or ""
