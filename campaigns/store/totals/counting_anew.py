"""Holds totals of cases, dials, work and answers against a count of all of them, and counts them anew where they differ."""

from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.store.totals.answer_totals import (
    alone_with_answers,
    answers_counted_for,
    answers_counted_wrong,
    count_answers_anew,
)
from campaigns.store.totals.call_totals import calls_counted_wrong, note_calls_anew, sum_calls_below_anew
from campaigns.store.totals.case_counting import COLUMNS, NOTE_ALL_CASES, WHAT_SAYS_MOST, counted_by
from campaigns.store.totals.case_folding import alone_with_totals
from campaigns.store.totals.totals_below import sum_below_anew, sum_rows_below, summed_wrong
from campaigns.store.totals.work_totals import note_work_anew, sum_work_below_anew, work_counted_wrong

_BY: Final = "campaign_id, area_id, list_id, status, outcome, said_most, reached"
_DRIFT: Final = text(f"""
  SELECT campaign_id FROM (
    SELECT {_BY}, number FROM case_totals WHERE kind = 'all'
    UNION ALL SELECT {_BY}, number FROM case_changes
    UNION ALL SELECT {_BY}, -1 FROM (SELECT {counted_by("c")} FROM cases c) AS recounted ({COLUMNS})
  ) both_ways GROUP BY {_BY} HAVING sum(number) <> 0
""")  # noqa: S608 - our own words
_SAID: Final = WHAT_SAYS_MOST.format(which="AND k.campaign_id = :campaign_id")
_ANEW: Final = (
    text(f"""
      UPDATE cases c SET said_most = said.most
      FROM (SELECT id, most FROM cases LEFT JOIN ({_SAID}) told ON told.case_id = id WHERE campaign_id = :campaign_id) said
      WHERE said.id = c.id AND c.said_most IS DISTINCT FROM said.most
    """),  # noqa: S608
    text("DELETE FROM case_changes WHERE campaign_id = :campaign_id"),
    *(
        text(f"DELETE FROM {table} WHERE campaign_id = :campaign_id")  # noqa: S608
        for table in ("case_totals", "totals_below", "place_totals")
    ),
    text(NOTE_ALL_CASES.format(cases="(SELECT * FROM cases WHERE campaign_id = :campaign_id)")),
)


def campaigns_counted_wrong(session: Session) -> set[UUID]:
    """Return the campaigns of which totals and a new count of all cases, dials, talks or answers differ: there must never be one."""
    cases, dials, answers = session.scalars(_DRIFT), calls_counted_wrong(session), answers_counted_wrong(session)
    return {*cases, *summed_wrong(session), *dials, *work_counted_wrong(session), *answers}


def sum_areas_anew(session: Session) -> None:
    """Sum all totals into those of the areas above, because areas lie below others than before; alone with totals."""
    sum_below_anew(session)
    sum_calls_below_anew(session)
    sum_work_below_anew(session)


def count_anew(session: Session, campaign_id: UUID) -> bool:
    """Count a campaign in place of its totals (cases, dials and work are noted); False where totals are being added up now.

    Ask it in a transaction that sees one moment: what changes meanwhile is noted by its own transaction, and stays.
    """
    if not (alone_with_totals(session) and alone_with_answers(session)):
        return False
    for statement in _ANEW:
        session.execute(statement, {"campaign_id": campaign_id})
    note_calls_anew(session, campaign_id)
    note_work_anew(session, campaign_id)
    sum_rows_below(session, campaign_id)
    if counted_for := answers_counted_for(session, campaign_id):
        count_answers_anew(session, campaign_id, counted_for)
    return True
