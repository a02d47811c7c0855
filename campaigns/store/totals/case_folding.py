"""Folds what triggers noted of changed cases into totals: of each place, and of every area above it.

Only one folds at a time; desks never wait for it, because they only append notes (store/totals/case_counting).
"""

from functools import cache
from itertools import product
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.accounts.account import Ending
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.reports.tiers import stand_of
from campaigns.store.totals.totals_below import ABOVE, lines_up

KINDS: Final = (
    "(VALUES ('all', ''), ('gender', gender), ('category', category), ('age_band', age_band)) AS by (kind, value)"
)
_BY: Final = "list_id, status, outcome, said_most, reached"

# Of a group it counts only who was reached, still may be, or was withdrawn: all who stand alike are kept in one line.
STANDS: Final = """
  SELECT CASE WHEN status <> 'closed' THEN '' WHEN outcome || ' ' || said_most = ANY (:reached) AND reached THEN 'completed'
    WHEN outcome || ' ' || said_most = ANY (:withdrawn) THEN 'withdrawn' ELSE 'no_answer' END AS stands
"""
# The same as four numbers of a place: everybody, reached, waiting (not while she is called), and called or to be called.
OF_PLACE: Final = f"""
  SELECT department_id, campaign_id, area_id, list_id, number AS people, number * CAST(stands = 'completed' AS integer) AS reached,
    number * CAST(stands = '' AND status <> 'in_call' AS integer) AS waiting,
    number * CAST(stands <> 'withdrawn' AS integer) AS called_for
  FROM {{notes}} CROSS JOIN LATERAL ({STANDS}) AS stand
"""  # noqa: S608 - our own words
_FOLD: Final = text(f"""
  WITH RECURSIVE gone AS (
    DELETE FROM case_changes WHERE id IN (SELECT id FROM case_changes ORDER BY id LIMIT :limit) RETURNING *
  ), told AS (
    SELECT department_id, campaign_id, kind, value, area_id, list_id, status,
      CASE kind WHEN 'all' THEN outcome ELSE stands END AS outcome,
      CASE kind WHEN 'all' THEN said_most ELSE '' END AS said_most,
      CASE kind WHEN 'all' THEN reached ELSE stands = 'completed' END AS reached, sum(number) AS number
    FROM gone CROSS JOIN LATERAL {KINDS} CROSS JOIN LATERAL ({STANDS}) AS stand
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 HAVING sum(number) <> 0
  ), {lines_up("gone")}, added AS (
    INSERT INTO case_totals (department_id, campaign_id, kind, value, area_id, {_BY}, number)
    SELECT department_id, campaign_id, kind, value, area_id, {_BY}, number FROM told
    ON CONFLICT (campaign_id, kind, value, area_id, {_BY}) DO UPDATE SET number = case_totals.number + excluded.number
  ), added_below AS (
    INSERT INTO totals_below (department_id, campaign_id, area_id, kind, value, {_BY}, number)
    SELECT department_id, campaign_id, up.above, kind, value, {_BY}, sum(number)
    FROM told JOIN {ABOVE} up ON up.leaf = area_id
    GROUP BY department_id, campaign_id, up.above, kind, value, {_BY} HAVING sum(number) <> 0
    ON CONFLICT (campaign_id, area_id, kind, value, {_BY})
      DO UPDATE SET number = totals_below.number + excluded.number
  ), added_places AS (
    INSERT INTO place_totals (department_id, campaign_id, area_id, list_id, people, reached, waiting, called_for)
    SELECT department_id, campaign_id, area_id, list_id, sum(people), sum(reached), sum(waiting), sum(called_for)
    FROM ({OF_PLACE.format(notes="gone")}) noted
    GROUP BY department_id, campaign_id, area_id, list_id
    ON CONFLICT (campaign_id, area_id, list_id) DO UPDATE SET
      people = place_totals.people + excluded.people, reached = place_totals.reached + excluded.reached,
      waiting = place_totals.waiting + excluded.waiting, called_for = place_totals.called_for + excluded.called_for
  )
  SELECT count(*) FROM gone
""")  # noqa: S608
_LOCK: Final = "hashtextextended('fold_changes', 0)"
_ALONE: Final = text(f"SELECT pg_try_advisory_xact_lock({_LOCK})")
_WAIT: Final = text(f"SELECT pg_advisory_xact_lock({_LOCK})")


def fold_changes(session: Session, *, limit: int) -> int:
    """Add the oldest notes to the totals; return how many. None where somebody else is at it."""
    if not alone_with_totals(session):
        return 0
    return session.scalar(_FOLD, {"limit": limit, **standing()}) or 0


def alone_with_totals(session: Session) -> bool:
    """Hold the totals until the transaction ends; False where somebody else does."""
    return bool(session.scalar(_ALONE))


def wait_for_totals(session: Session) -> None:
    """Hold the totals until the transaction ends, as soon as nobody else does."""
    session.execute(_WAIT)


@cache
def standing() -> dict[str, list[str]]:
    """Return which last and best outcomes of a closed case mean that she was reached, and which that she was withdrawn."""
    found: dict[Ending, list[str]] = {Ending.REACHED: [], Ending.WITHDRAWN: []}
    for last, most in product((None, *Outcome), repeat=2):
        ending, _ = stand_of(CaseStatus.CLOSED, last, most, reached=True, withdrawn=False)
        if ending in found:
            found[ending].append(f"{last or ''} {most or ''}")
    return {"reached": found[Ending.REACHED], "withdrawn": found[Ending.WITHDRAWN]}
