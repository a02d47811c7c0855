"""Reads the work of agents from what triggers have noted of it, and folds the notes into totals of places and areas above."""

from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.reports.report_figures import AgentWork, Days
from campaigns.store.totals.case_folding import alone_with_totals
from campaigns.store.totals.totals_below import ABOVE, lines_up
from campaigns.store.totals.work_counting import ALL_WORK, NOTE_ALL_WORK, SUMS

_LINE: Final = "department_id, campaign_id, area_id, user_id, day"
_NUMBERS: Final = ", ".join(SUMS)
_ADDED_UP: Final = ", ".join(f"sum({name}) AS {name}" for name in SUMS)
_SOME: Final = " OR ".join(f"sum({name}) <> 0" for name in SUMS)


def _add_to(table: str) -> str:
    added = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in SUMS)
    return f"ON CONFLICT (campaign_id, area_id, day, user_id) DO UPDATE SET {added}"


_OF_DAYS: Final = "campaign_id = :campaign_id AND day BETWEEN :first AND :last"
_WORK: Final = text(f"""
  SELECT u.id, u.name, CAST(work.talks AS bigint), CAST(work.seconds AS float), CAST(work.completed AS bigint),
    CAST(work.refused AS bigint), CAST(work.callbacks AS bigint)
  FROM (
    SELECT user_id, {_ADDED_UP} FROM (
      SELECT user_id, {_NUMBERS} FROM work_totals WHERE area_id = :area_id AND {_OF_DAYS}
      UNION ALL SELECT user_id, {_NUMBERS} FROM work_totals_below WHERE area_id = :area_id AND {_OF_DAYS}
      UNION ALL SELECT desk.user_id, {_NUMBERS}
      FROM (
        SELECT * FROM work_changes
        WHERE {_OF_DAYS} AND (:area_id = '' OR area_id IN (SELECT areas_below(:area_id)))
      ) noted JOIN agent_sessions desk ON desk.id = noted.agent_session_id
    ) lines GROUP BY user_id HAVING sum(talks) <> 0
  ) work JOIN users u ON u.id = work.user_id ORDER BY u.name, u.id
""")  # noqa: S608 - our own words
_FOLD: Final = text(f"""
  WITH RECURSIVE gone AS (
    DELETE FROM work_changes WHERE id IN (SELECT id FROM work_changes ORDER BY id LIMIT :limit) RETURNING *
  ), told AS (
    SELECT {_LINE.replace("department_id, campaign_id", "gone.department_id, gone.campaign_id")}, {_ADDED_UP}
    FROM gone JOIN agent_sessions desk ON desk.id = gone.agent_session_id GROUP BY 1, 2, 3, 4, 5 HAVING {_SOME}
  ), {lines_up("told")}, added AS (
    INSERT INTO work_totals ({_LINE}, {_NUMBERS}) SELECT {_LINE}, {_NUMBERS} FROM told {_add_to("work_totals")}
  ), added_below AS (
    INSERT INTO work_totals_below ({_LINE}, {_NUMBERS})
    SELECT {_LINE.replace("area_id", "up.above")}, {_ADDED_UP} FROM told JOIN {ABOVE} up ON up.leaf = area_id
    GROUP BY 1, 2, 3, 4, 5 {_add_to("work_totals_below")}
  )
  SELECT count(*) FROM gone
""")  # noqa: S608
_BELOW: Final = f"""
  SELECT {_LINE.replace("area_id", "up.above AS area_id")}, {_ADDED_UP}
  FROM work_totals JOIN {ABOVE} up ON up.leaf = area_id GROUP BY 1, 2, 3, 4, 5
"""  # noqa: S608
_SUM_BELOW: Final = (
    text("DELETE FROM work_totals_below"),
    text(f"""
      WITH RECURSIVE {lines_up("work_totals")} INSERT INTO work_totals_below ({_LINE}, {_NUMBERS}) {_BELOW}
    """),
)
_LESS: Final = ", ".join(f"-{name}" for name in SUMS)
_DRIFT: Final = text(f"""
  WITH RECURSIVE {lines_up("work_totals")}, recounted AS MATERIALIZED ({ALL_WORK.format(which="true")})
  SELECT campaign_id FROM (
    SELECT {_LINE}, {_NUMBERS} FROM work_totals
    UNION ALL SELECT noted.{_LINE.replace(" campaign_id", " noted.campaign_id")}, {_NUMBERS}
    FROM work_changes noted JOIN agent_sessions desk ON desk.id = noted.agent_session_id
    UNION ALL SELECT recounted.{_LINE.replace(" campaign_id", " recounted.campaign_id")}, {_LESS}
    FROM recounted JOIN agent_sessions desk ON desk.id = recounted.agent_session_id
  ) both_ways GROUP BY {_LINE} HAVING {_SOME}
  UNION
  SELECT campaign_id FROM (
    SELECT {_LINE}, {_NUMBERS} FROM work_totals_below UNION ALL SELECT {_LINE}, {_LESS} FROM ({_BELOW}) anew
  ) both_ways GROUP BY {_LINE} HAVING {_SOME}
""")  # noqa: S608
_ANEW: Final = (
    *(
        text(f"DELETE FROM {table} WHERE campaign_id = :campaign_id")  # noqa: S608
        for table in ("work_changes", "work_totals", "work_totals_below")
    ),
    text(NOTE_ALL_WORK.format(which="k.campaign_id = :campaign_id")),
)


def work_of_agents(session: Session, campaign_id: UUID, days: Days, area_id: str | None) -> list[AgentWork]:
    """Return the talks of each agent of some days with the people of an area (None: of all), by name."""
    facts = {"campaign_id": campaign_id, "first": days.first, "last": days.last, "area_id": area_id or ""}
    return [AgentWork(*row) for row in session.execute(_WORK, facts)]


def fold_work(session: Session, *, limit: int) -> int:
    """Add the oldest notes to the totals; return how many. None where somebody else is at it."""
    if not alone_with_totals(session):
        return 0
    return session.scalar(_FOLD, {"limit": limit}) or 0


def sum_work_below_anew(session: Session) -> None:
    """Sum all totals anew, because areas lie below others than before; the caller is alone with totals."""
    for statement in _SUM_BELOW:
        session.execute(statement)


def work_counted_wrong(session: Session) -> set[UUID]:
    """Return the campaigns of which totals and a new count of all talks differ: there must never be one."""
    return set(session.scalars(_DRIFT))


def note_work_anew(session: Session, campaign_id: UUID) -> None:
    """Note all talks of a campaign in place of its totals; only where the caller is alone with them."""
    for statement in _ANEW:
        session.execute(statement, {"campaign_id": campaign_id})
