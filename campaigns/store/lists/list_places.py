"""What a list's rows say of places that somebody may want to look at, equal ones together."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session, aliased

from campaigns.rules.areas.places import PlaceCause
from campaigns.store.tables import Area

MOST_QUESTIONS = 200  # about places, of a list
_QUESTIONS = text("""
    SELECT note ->> 'level', note ->> 'said', note ->> 'cause', note ->> 'under', note -> 'choices',
      count(*) AS rows, min(row) AS first
    FROM list_rows CROSS JOIN jsonb_array_elements(details -> 'places') AS note
    WHERE list_id = :list_id AND verdict = 'accepted' AND details -> 'places' IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5
    ORDER BY rows DESC, first
    LIMIT :limit
""")


@dataclass(frozen=True)
class PlaceQuestion:
    """A place text of one or more rows, with the areas that it may mean; `row` is the first of them."""

    level: str
    said: str
    cause: PlaceCause
    under: str | None
    choices: tuple[str, ...]
    rows: int
    row: int


@dataclass(frozen=True)
class NamedArea:
    """An area as a person tells it from its namesakes."""

    id: str
    code: str
    name: str
    parent: str | None


def place_questions(session: Session, list_id: UUID) -> list[PlaceQuestion]:
    """Return the places to look at, most rows first."""
    found = session.execute(_QUESTIONS, {"list_id": list_id, "limit": MOST_QUESTIONS})
    return [
        PlaceQuestion(level, said, PlaceCause(cause), under, tuple(choices), rows, row)
        for level, said, cause, under, choices, rows, row in found
    ]


def named_areas(session: Session, ids: Collection[str]) -> dict[str, NamedArea]:
    """Return areas by id, each with the name of its parent."""
    above = aliased(Area)
    query = select(Area.id, Area.code, Area.name, above.name).outerjoin(above, above.id == Area.parent_id)
    return {row[0]: NamedArea(*row) for row in session.execute(query.where(Area.id.in_(ids)))}
