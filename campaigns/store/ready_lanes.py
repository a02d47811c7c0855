"""Lanes of the ready queue: opened by triggers on cases, whoever opens or moves these, and served in turn."""

from collections import Counter
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.store.tables import Case
from campaigns.store.tables.cases import PLACE, TONGUE

FURTHEST_BEHIND: Final = 20  # calls that a lane catches up after an outage, or after nobody spoke its language

# A lane that is opened late begins beside the lane that has had fewest calls: it is owed none of those before.
_SAVE: Final = """
  INSERT INTO case_lanes (department_id, campaign_id, priority, place, language, state_id, district_id, turn)
  SELECT lane.*, coalesce((SELECT min(turn) FROM case_lanes other WHERE other.campaign_id = lane.campaign_id), 0)
  FROM ({lanes}) lane
  WHERE NOT EXISTS (
    SELECT FROM case_lanes open WHERE (open.campaign_id, open.priority, open.place, open.language)
      = (lane.campaign_id, lane.priority, lane.place, lane.language))
  ON CONFLICT DO NOTHING
"""
_LANES: Final = f"""
  SELECT DISTINCT ON (campaign_id, priority, {PLACE}, {TONGUE}) department_id, campaign_id, priority,
    {PLACE} AS place, {TONGUE} AS language, state_id, district_id
  FROM {{cases}} WHERE priority > 0 ORDER BY campaign_id, priority, {PLACE}, {TONGUE}
"""  # noqa: S608 - our own words

_OF_ARRIVED: Final = _SAVE.format(lanes=_LANES.format(cases="arrived"))
_OF_MOVED: Final = _SAVE.format(lanes=_LANES.format(cases="(SELECT NEW.*) moved"))

OPEN_LANES_OF_ALL_CASES: Final = _SAVE.format(lanes=_LANES.format(cases="cases"))
OPEN_LANES: Final = (
    f"""
    CREATE FUNCTION open_lanes_of_arrived() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    {_OF_ARRIVED};
    RETURN NULL; END $$
    """,
    "CREATE TRIGGER open_lanes_of_arrived AFTER INSERT ON cases REFERENCING NEW TABLE AS arrived"
    " FOR EACH STATEMENT EXECUTE FUNCTION open_lanes_of_arrived()",
    f"""
    CREATE FUNCTION open_lane_of_moved() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    {_OF_MOVED};
    RETURN NULL; END $$
    """,
    "CREATE TRIGGER open_lane_of_moved AFTER UPDATE OF priority, state_id, district_id, block_id, language ON cases"
    " FOR EACH ROW WHEN ((OLD.priority, OLD.state_id, OLD.district_id, OLD.block_id, OLD.language) IS DISTINCT FROM"
    " (NEW.priority, NEW.state_id, NEW.district_id, NEW.block_id, NEW.language))"
    " EXECUTE FUNCTION open_lane_of_moved()",
)

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
