"""Reads dials by weekday and hour from what triggers have noted of them, and folds the notes into totals."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.reports.report_figures import Days, HourNumbers
from campaigns.store.totals.call_counting import COLUMNS, COUNTED_CALLS, EVERYWHERE, NOTE_ALL_CALLS
from campaigns.store.totals.case_folding import alone_with_totals

_NUMBERS: Final = "quarter, dialled, answered, reached"
_OF_DAYS: Final = "campaign_id = :campaign_id AND quarter >= :begins AND quarter < :ends"
_BY_HOUR: Final = """
  SELECT CAST(extract(isodow FROM quarter AT TIME ZONE :zone) AS integer) AS weekday,
    CAST(extract(hour FROM quarter AT TIME ZONE :zone) AS integer) AS hour, CAST(sum(dialled) AS bigint),
    CAST(sum(answered) AS bigint), CAST(sum(reached) AS bigint)
  FROM ({noted}) noted GROUP BY weekday, hour HAVING sum(dialled) <> 0
"""
_WHOLE: Final = text(
    _BY_HOUR.format(
        noted=f"""
  SELECT {_NUMBERS} FROM call_totals WHERE area_id = '{EVERYWHERE}' AND {_OF_DAYS}
  UNION ALL SELECT {_NUMBERS} FROM call_changes WHERE {_OF_DAYS}
"""  # noqa: S608 - our own words
    )
)
_WITHIN: Final = text(
    _BY_HOUR.format(
        noted=" UNION ALL ".join(
            f"SELECT {_NUMBERS} FROM {table} WHERE area_id IN (SELECT areas_below(:area_id)) AND {_OF_DAYS}"  # noqa: S608
            for table in ("call_totals", "call_changes")
        )
    )
)
_FOLD: Final = text(f"""
  WITH gone AS (
    DELETE FROM call_changes WHERE id IN (SELECT id FROM call_changes ORDER BY id LIMIT :limit) RETURNING *
  ), added AS (
    INSERT INTO call_totals ({COLUMNS})
    SELECT department_id, campaign_id, at.area_id, quarter, sum(dialled), sum(answered), sum(reached)
    FROM gone CROSS JOIN LATERAL (VALUES (gone.area_id), ('{EVERYWHERE}')) AS at (area_id) GROUP BY 1, 2, 3, 4
    ON CONFLICT (campaign_id, area_id, quarter) DO UPDATE SET dialled = call_totals.dialled + excluded.dialled,
      answered = call_totals.answered + excluded.answered, reached = call_totals.reached + excluded.reached
  )
  SELECT count(*) FROM gone
""")  # noqa: S608

_SUMS: Final = ("dialled", "answered", "reached")
_LESS: Final = ", ".join(f"-{name}" for name in _SUMS)
_DRIFT: Final = text(f"""
  WITH recounted ({COLUMNS}) AS MATERIALIZED ({COUNTED_CALLS.format(which="true")}), noted AS (
    SELECT campaign_id, at.area_id, {_NUMBERS} FROM call_changes
      CROSS JOIN LATERAL (VALUES (call_changes.area_id), ('{EVERYWHERE}')) AS at (area_id)
    UNION ALL SELECT campaign_id, area_id, {_NUMBERS} FROM call_totals
    UNION ALL SELECT campaign_id, at.area_id, quarter, {_LESS} FROM recounted
      CROSS JOIN LATERAL (VALUES (recounted.area_id), ('{EVERYWHERE}')) AS at (area_id)
  )
  SELECT DISTINCT campaign_id FROM noted GROUP BY campaign_id, area_id, quarter
  HAVING {" OR ".join(f"sum({name}) <> 0" for name in _SUMS)}
""")  # noqa: S608
_ANEW: Final = (
    text("DELETE FROM call_changes WHERE campaign_id = :campaign_id"),
    text("DELETE FROM call_totals WHERE campaign_id = :campaign_id"),
    text(NOTE_ALL_CALLS.format(which="k.campaign_id = :campaign_id")),
)


def calls_by_hour(session: Session, campaign_id: UUID, days: Days, area_id: str | None) -> list[HourNumbers]:
    """Count the dials that left on some days by weekday and hour, as clocks show where the called people live."""
    facts: dict[str, Any] = {
        "campaign_id": campaign_id,
        "begins": days.begins,
        "ends": days.ends,
        "zone": days.zone.key,
    }
    asked = session.execute(_WITHIN, facts | {"area_id": area_id}) if area_id else session.execute(_WHOLE, facts)
    return [HourNumbers(*row) for row in asked]


def fold_calls(session: Session, *, limit: int) -> int:
    """Add the oldest notes to the totals; return how many. None where somebody else is at it."""
    if not alone_with_totals(session):
        return 0
    return session.scalar(_FOLD, {"limit": limit}) or 0


def calls_counted_wrong(session: Session) -> set[UUID]:
    """Return the campaigns of which totals and a new count of all their dials differ: there must never be one."""
    return set(session.scalars(_DRIFT))


def note_calls_anew(session: Session, campaign_id: UUID) -> None:
    """Note all dials of a campaign in place of its totals; only where the caller is alone with them."""
    for statement in _ANEW:
        session.execute(statement, {"campaign_id": campaign_id})
