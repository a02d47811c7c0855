"""Reads how many people of each place were reached, of all who are to be: one line for each of thousands of places."""

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.accounts.response_rates import Rate
from campaigns.store.totals.case_folding import OF_PLACE, standing

_REACHED: Final = text(f"""
  SELECT area_id, reached, called_for FROM (
    SELECT area_id, CAST(sum(reached) AS bigint) AS reached,
      CAST(sum(called_for - CASE WHEN list_id = ANY (:withdrawn_lists) THEN waiting ELSE 0 END) AS bigint) AS called_for
    FROM (
      SELECT area_id, list_id, reached, waiting, called_for FROM place_totals WHERE campaign_id = :campaign_id
      UNION ALL
      SELECT area_id, list_id, reached, waiting, called_for
      FROM ({OF_PLACE.format(notes="case_changes")} WHERE campaign_id = :campaign_id) changes
    ) noted
    WHERE (:area_id = '' OR area_id IN (SELECT areas_below(:area_id)))
      AND (CAST(:lists AS uuid[]) IS NULL OR list_id = ANY (:lists))
    GROUP BY area_id
  ) places WHERE called_for >= :fewest AND reached * :of_people < called_for * :part
""")  # noqa: S608 - our own words
_WITHDRAWN: Final = text("SELECT withdrawn_lists(:campaign_id)")
EVERY: Final = Rate(2, 1)  # more than all of a place


class ReachedPlace(NamedTuple):
    """People of a place: reached, and to be called or called already."""

    area: str
    reached: int
    called_for: int


def reached_places(
    session: Session,
    campaign_id: UUID,
    area_id: str | None,
    lists: Collection[UUID] = (),
    *,
    fewest: int = 1,
    less_than: Rate = EVERY,
) -> Iterator[ReachedPlace]:
    """Yield the places in and below an area (None: all) with so many people to be called of whom a smaller share was reached."""
    facts = {
        "campaign_id": campaign_id,
        "area_id": area_id or "",
        "lists": list(lists) or None,
        "withdrawn_lists": list(session.scalars(_WITHDRAWN, {"campaign_id": campaign_id})),
        "fewest": fewest,
        "part": less_than.part,
        "of_people": less_than.whole,
        **standing(),
    }
    for row in session.execute(_REACHED, facts):
        yield ReachedPlace(*row)
