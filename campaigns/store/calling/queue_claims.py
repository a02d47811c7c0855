"""The statements that claim cases from the ready queue: of anybody, and apart who may be rung ahead of an agent."""

from enum import StrEnum
from typing import Final

from sqlalchemy import TextClause, text

from campaigns.store.calling.call_caps import SEEN, SEEN_COLUMNS
from campaigns.store.tables.cases import PLACE, QUEUED, READY_AT, TONGUE


class Whom(StrEnum):
    """Whose cases are claimed."""

    ANYBODY = "anybody"
    AHEAD = "ahead"  # who may be rung before an agent is free
    WITH_AGENT = "with_agent"  # who was promised a call, or has found nobody once: with an agent reserved only


_SPOKEN: Final = "(:any_language OR language IS NULL OR language = ANY (:languages))"
_OPEN: Final = """NOT (coalesce(block_id, '') = ANY (:shut) OR coalesce(district_id, '') = ANY (:shut)
        OR coalesce(state_id, '') = ANY (:shut))"""
_PROMISED: Final = f"""
    SELECT id, beneficiary_id, phone_position, true AS is_promised FROM cases
    WHERE campaign_id = :campaign_id AND priority = 0 AND {QUEUED} AND due_at <= :now AND {READY_AT} <= :now
      AND {_SPOKEN}
      AND (owner_id IS NULL OR owner_id = ANY (:users) OR due_at <= CAST(:promises_before AS timestamptz)
        OR NOT EXISTS (
          SELECT FROM agent_sessions desk
          WHERE desk.user_id = owner_id AND desk.status <> 'signed_out' AND desk.campaign_id = :campaign_id))
      AND {_OPEN}
      AND id <> ALL (:looked_at)
    ORDER BY due_at LIMIT :window FOR NO KEY UPDATE SKIP LOCKED
"""  # noqa: S608 - our own words
_NOBODY: Final = "SELECT id, beneficiary_id, phone_position, true AS is_promised FROM cases LIMIT 0"
_FOUND_NOBODY: Final = f"""
    SELECT id, beneficiary_id, phone_position, false AS is_promised FROM cases
    WHERE campaign_id = :campaign_id AND needs_agent_reserved AND {QUEUED} AND priority > 0
      AND due_at <= :now AND {READY_AT} <= :now
      AND {_SPOKEN}
      AND {_OPEN}
      AND id <> ALL (:looked_at)
    ORDER BY due_at LIMIT greatest(0, :window - (SELECT count(*) FROM promised)) FOR NO KEY UPDATE SKIP LOCKED
"""  # noqa: S608 - our own words
_LANES: Final = """
    SELECT priority, place, language FROM case_lanes
    WHERE campaign_id = :campaign_id AND (:any_language OR language = '' OR language = ANY (:languages))
      AND NOT (place = ANY (:shut) OR coalesce(district_id, '') = ANY (:shut) OR coalesce(state_id, '') = ANY (:shut))
    ORDER BY priority, turn, place, language
"""


def _in_lanes(besides: str = "") -> str:
    return f"""
    SELECT due.id, due.beneficiary_id, due.phone_position, false AS is_promised
    FROM lane CROSS JOIN LATERAL (
      SELECT id, beneficiary_id, phone_position FROM cases
      WHERE campaign_id = :campaign_id AND priority = lane.priority AND {PLACE} = lane.place
        AND {TONGUE} = lane.language AND {QUEUED} AND {READY_AT} <= :now AND id <> ALL (:looked_at) {besides}
      ORDER BY {READY_AT}, list_row LIMIT :window FOR NO KEY UPDATE SKIP LOCKED
    ) due
    LIMIT greatest(0, :window - (SELECT count(*) FROM promised))
"""  # noqa: S608 - our own words


def _claim(promised: str, waiting: str) -> TextClause:
    return text(f"""
  WITH promised AS MATERIALIZED (
    {promised}
  ), lane AS MATERIALIZED (
    {_LANES}
  ), waiting AS MATERIALIZED (
    {waiting}
  ), found AS MATERIALIZED (
    SELECT line.*, phone.e164, CAST(NULL AS uuid) AS call_id
    FROM (SELECT *, row_number() OVER () AS place_in_line
      FROM (SELECT * FROM promised UNION ALL SELECT * FROM waiting) both_lines) line
    JOIN beneficiary_phones phone
      ON phone.beneficiary_id = line.beneficiary_id AND phone.position = line.phone_position
  )
  SELECT found.id, found.e164, found.is_promised, {SEEN_COLUMNS} FROM found {SEEN} ORDER BY place_in_line
""")  # noqa: S608 - our own words


CLAIM: Final = _claim(_PROMISED, _in_lanes())
CLAIMS: Final = {
    Whom.ANYBODY: CLAIM,
    Whom.AHEAD: _claim(_NOBODY, _in_lanes("AND NOT needs_agent_reserved")),
    Whom.WITH_AGENT: _claim(_PROMISED, _FOUND_NOBODY),
}
