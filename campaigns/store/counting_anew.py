"""Holds totals of cases and of dials against a count of all of them, and counts them anew where they differ."""

from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.store.call_totals import calls_counted_wrong, note_calls_anew
from campaigns.store.case_counting import COLUMNS, NOTE_ALL_CASES, WHAT_SAYS_MOST, counted_by
from campaigns.store.case_folding import alone_with_totals
from campaigns.store.totals_below import summed_wrong

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
    """Return the campaigns of which totals and a new count of all cases or dials differ: there must never be one."""
    return set(session.scalars(_DRIFT)) | summed_wrong(session) | calls_counted_wrong(session)


def count_anew(session: Session, campaign_id: UUID) -> bool:
    """Note all cases and dials of a campaign in place of its totals; False where totals are being added up at this moment.

    Ask it in a transaction that sees one moment: what changes meanwhile is noted by its own transaction, and stays.
    """
    if not alone_with_totals(session):
        return False
    for statement in _ANEW:
        session.execute(statement, {"campaign_id": campaign_id})
    note_calls_anew(session, campaign_id)
    return True
