"""Reads dials by weekday and hour from what triggers have noted of them, and folds the notes into totals."""

from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.reports.report_figures import Days, HourNumbers
from campaigns.store.totals.call_counting import COLUMNS, COUNTED_CALLS, NOTE_ALL_CALLS
from campaigns.store.totals.case_folding import alone_with_totals
from campaigns.store.totals.totals_below import ABOVE, lines_up

_NUMBERS: Final = "quarter, dialled, answered, reached"
_OF_DAYS: Final = "campaign_id = :campaign_id AND quarter >= :begins AND quarter < :ends"
_SUMS: Final = ("dialled", "answered", "reached")
_ADDED_UP: Final = ", ".join(f"sum({name}) AS {name}" for name in _SUMS)
_SOME: Final = " OR ".join(f"sum({name}) <> 0" for name in _SUMS)
_NOTED: Final = f"""
  SELECT {_NUMBERS} FROM call_totals WHERE area_id = :area_id AND {_OF_DAYS}
  UNION ALL SELECT {_NUMBERS} FROM call_totals_below WHERE area_id = :area_id AND {_OF_DAYS}
  UNION ALL SELECT {_NUMBERS} FROM call_changes
  WHERE {_OF_DAYS} AND (:area_id = '' OR area_id IN (SELECT areas_below(:area_id)))
"""  # noqa: S608 - our own words
_BY_HOUR: Final = text(f"""
  SELECT CAST(extract(isodow FROM quarter AT TIME ZONE :zone) AS integer) AS weekday,
    CAST(extract(hour FROM quarter AT TIME ZONE :zone) AS integer) AS hour, CAST(sum(dialled) AS bigint),
    CAST(sum(answered) AS bigint), CAST(sum(reached) AS bigint)
  FROM ({_NOTED}) noted GROUP BY weekday, hour HAVING sum(dialled) <> 0
""")  # noqa: S608
_TOGETHER: Final = text(f"""
  SELECT CAST(coalesce(sum(dialled), 0) AS bigint), CAST(coalesce(sum(answered), 0) AS bigint) FROM ({_NOTED}) noted
""")  # noqa: S608


def _add_to(table: str) -> str:
    added = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in _SUMS)
    return f"ON CONFLICT (campaign_id, area_id, quarter) DO UPDATE SET {added}"


_FOLD: Final = text(f"""
  WITH RECURSIVE gone AS (
    DELETE FROM call_changes WHERE id IN (SELECT id FROM call_changes ORDER BY id LIMIT :limit) RETURNING *
  ), told AS (
    SELECT department_id, campaign_id, area_id, quarter, {_ADDED_UP} FROM gone GROUP BY 1, 2, 3, 4 HAVING {_SOME}
  ), {lines_up("told")}, added AS (
    INSERT INTO call_totals ({COLUMNS}) SELECT {COLUMNS} FROM told {_add_to("call_totals")}
  ), added_below AS (
    INSERT INTO call_totals_below ({COLUMNS})
    SELECT department_id, campaign_id, up.above, quarter, {_ADDED_UP} FROM told JOIN {ABOVE} up ON up.leaf = area_id
    GROUP BY 1, 2, 3, 4 {_add_to("call_totals_below")}
  )
  SELECT count(*) FROM gone
""")  # noqa: S608
_BELOW: Final = f"""
  SELECT department_id, campaign_id, up.above AS area_id, quarter, {_ADDED_UP}
  FROM call_totals JOIN {ABOVE} up ON up.leaf = area_id GROUP BY 1, 2, 3, 4
"""  # noqa: S608
_SUM_BELOW: Final = (
    text("DELETE FROM call_totals_below"),
    text(f"WITH RECURSIVE {lines_up('call_totals')} INSERT INTO call_totals_below ({COLUMNS}) {_BELOW}"),
)
_LESS: Final = ", ".join(f"-{name}" for name in _SUMS)
_LINES: Final = f"campaign_id, area_id, {_NUMBERS}"
_DRIFT: Final = text(f"""
  WITH RECURSIVE {lines_up("call_totals")}, recounted ({COLUMNS}) AS MATERIALIZED ({COUNTED_CALLS.format(which="true")})
  SELECT campaign_id FROM (
    SELECT {_LINES} FROM call_changes UNION ALL SELECT {_LINES} FROM call_totals
    UNION ALL SELECT campaign_id, area_id, quarter, {_LESS} FROM recounted
  ) both_ways GROUP BY campaign_id, area_id, quarter HAVING {_SOME}
  UNION
  SELECT campaign_id FROM (
    SELECT {_LINES} FROM call_totals_below UNION ALL SELECT campaign_id, area_id, quarter, {_LESS} FROM ({_BELOW}) anew
  ) both_ways GROUP BY campaign_id, area_id, quarter HAVING {_SOME}
""")  # noqa: S608
_ANEW: Final = (
    *(
        text(f"DELETE FROM {table} WHERE campaign_id = :campaign_id")  # noqa: S608
        for table in ("call_changes", "call_totals", "call_totals_below")
    ),
    text(NOTE_ALL_CALLS.format(which="k.campaign_id = :campaign_id")),
)


class Dials(NamedTuple):
    """Dials that left for the carrier, and how many of them a person answered."""

    dialled: int
    answered: int


def dials_between(session: Session, campaign_id: UUID, times: tuple[datetime, datetime], area_id: str | None) -> Dials:
    """Count the dials that left to people of an area (None: of all) from a moment to before another, on whole quarters."""
    facts = {"campaign_id": campaign_id, "begins": times[0], "ends": times[1], "area_id": area_id or ""}
    return Dials(*session.execute(_TOGETHER, facts).one())


def calls_by_hour(session: Session, campaign_id: UUID, days: Days, area_id: str | None) -> list[HourNumbers]:
    """Count the dials that left on some days by weekday and hour, as clocks show where the called people live."""
    facts = {
        "campaign_id": campaign_id,
        "begins": days.begins,
        "ends": days.ends,
        "zone": days.zone.key,
        "area_id": area_id or "",
    }
    return [HourNumbers(*row) for row in session.execute(_BY_HOUR, facts)]


def fold_calls(session: Session, *, limit: int) -> int:
    """Add the oldest notes to the totals; return how many. None where somebody else is at it."""
    if not alone_with_totals(session):
        return 0
    return session.scalar(_FOLD, {"limit": limit}) or 0


def sum_calls_below_anew(session: Session) -> None:
    """Sum all totals anew, because areas lie below others than before; the caller is alone with totals."""
    for statement in _SUM_BELOW:
        session.execute(statement)


def calls_counted_wrong(session: Session) -> set[UUID]:
    """Return the campaigns of which totals and a new count of all their dials differ: there must never be one."""
    return set(session.scalars(_DRIFT))


def note_calls_anew(session: Session, campaign_id: UUID) -> None:
    """Note all dials of a campaign in place of its totals; only where the caller is alone with them."""
    for statement in _ANEW:
        session.execute(statement, {"campaign_id": campaign_id})
