"""Reads how many people of each place were reached, of all who are to be: three columns for each of thousands of places."""

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.case_groups import GroupKind
from campaigns.store.case_totals import NOTED, STANDS, standing

# Everybody is of one gender, and fewer lines are kept of genders than of outcomes.
_REACHED: Final = text(f"""
  SELECT area_id, CAST(coalesce(sum(number) FILTER (WHERE stands = 'completed'), 0) AS bigint) AS reached,
    CAST(sum(number) AS bigint) AS called_for
  FROM ({NOTED}) noted CROSS JOIN LATERAL ({STANDS}) AS stand
  WHERE area_id = ANY (:places) AND (CAST(:lists AS uuid[]) IS NULL OR list_id = ANY (:lists))
    AND stands <> 'withdrawn'
    AND NOT (stands = '' AND status <> 'in_call' AND list_id IN (SELECT withdrawn_lists(:campaign_id)))
  GROUP BY area_id HAVING sum(number) > 0
""")  # noqa: S608 - our own words


class ReachedPlace(NamedTuple):
    """People of a place: reached, and to be called or called already."""

    area: str
    reached: int
    called_for: int


def reached_places(
    session: Session, campaign_id: UUID, places: Collection[str], lists: Collection[UUID] = ()
) -> Iterator[ReachedPlace]:
    """Yield the places in which somebody is to be called, or was."""
    facts = {
        "campaign_id": campaign_id,
        "kinds": [GroupKind.GENDER.value],
        "places": list(places),
        "lists": list(lists) or None,
        **standing(),
    }
    for row in session.execute(_REACHED, facts):
        yield ReachedPlace(*row)
