"""Areas in PostgreSQL: saved from the shipped tables, read back as a gazetteer or by id."""

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import date

from sqlalchemy import ARRAY, ColumnElement, Text, any_, bindparam, false, or_, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from campaigns.rules.areas.gazetteer import Gazetteer
from campaigns.rules.areas.places import LEVELS, AreaMove, Place, PlaceLookups, fold_place
from campaigns.rules.reports.tier_report import AreaName
from campaigns.store.tables import Area, AreaAlias, AreaOnce

_SAVE_AREAS = text("""
    INSERT INTO areas AS a (id, country, level, code, name, folded_name, parent_id, valid_from, valid_to)
    SELECT id, country, level, code, name, folded_name, parent_id, valid_from, valid_to
    FROM json_to_recordset(CAST(:rows AS json)) AS r (id text, country text, level text, code text, name text,
      folded_name text, parent_id text, valid_from date, valid_to date)
    ON CONFLICT (id) DO UPDATE SET (name, folded_name, parent_id, valid_from, valid_to)
      = (excluded.name, excluded.folded_name, excluded.parent_id, excluded.valid_from, excluded.valid_to)
    WHERE (a.name, a.folded_name, a.parent_id, a.valid_from, a.valid_to) IS DISTINCT FROM
      (excluded.name, excluded.folded_name, excluded.parent_id, excluded.valid_from, excluded.valid_to)
""")
_SAVE_ALIASES = text("""
    INSERT INTO area_aliases (area_id, folded_name)
    SELECT area_id, folded_name FROM json_to_recordset(CAST(:rows AS json)) AS r (area_id text, folded_name text)
    ON CONFLICT DO NOTHING
""")
_SAVE_MOVES = text("""
    INSERT INTO areas_once (area_id, was_id, until)
    SELECT area_id, was_id, until
    FROM json_to_recordset(CAST(:rows AS json)) AS r (area_id text, was_id text, until date)
    ON CONFLICT DO NOTHING
""")


def areas_of_level(session: Session, level: str, parents: Collection[str | None], *, most: int) -> list[Area]:
    """Return so many areas of a level at most that lie directly below some areas (None: below nothing)."""
    below = Area.parent_id.in_([one for one in parents if one])
    top = Area.parent_id.is_(None) if None in parents else false()
    return list(session.scalars(select(Area).where(Area.level == level, or_(below, top)).order_by(Area.id).limit(most)))


def areas_moved(session: Session, places: Iterable[Place]) -> bool:
    """Tell whether any known area lies directly below another one than before."""
    stood = {row.id: row.parent_id for row in session.execute(select(Area.id, Area.parent_id))}
    return any(stood.get(place.id, place.parent_id) != place.parent_id for place in places)


def save_areas(session: Session, places: Iterable[Place]) -> None:
    """Insert areas; a known one takes the new name, parent and dates."""
    rows = [asdict(place) | {"folded_name": fold_place(place.name)} for place in places]
    session.execute(_SAVE_AREAS, {"rows": json.dumps(rows, default=str)})


def save_aliases(session: Session, aliases: Iterable[tuple[str, str]]) -> None:
    """Insert other spellings; a known one stays."""
    rows = [{"area_id": area, "folded_name": folded} for area, folded in aliases]
    session.execute(_SAVE_ALIASES, {"rows": json.dumps(rows)})


def save_moves(session: Session, moves: Iterable[tuple[AreaMove, date]]) -> None:
    """Insert what areas once stood in; a known move stays."""
    rows = [asdict(move) | {"until": until.isoformat()} for move, until in moves]
    session.execute(_SAVE_MOVES, {"rows": json.dumps(rows)})


def gazetteer(session: Session, country: str, *, on: date, lookups: PlaceLookups) -> Gazetteer:
    """Read every area and other spelling of a country into memory, for a whole list at a time."""
    places = session.execute(
        select(
            Area.id, Area.level, Area.code, Area.name, Area.parent_id, Area.country, Area.valid_from, Area.valid_to
        ).where(Area.country == country)
    )
    aliases = session.execute(
        select(AreaAlias.area_id, AreaAlias.folded_name)
        .join(Area, Area.id == AreaAlias.area_id)
        .where(Area.country == country)
    )
    moves = session.execute(select(AreaOnce.area_id, AreaOnce.was_id))
    return Gazetteer(
        (Place(*row) for row in places),
        [(row.area_id, row.folded_name) for row in aliases],
        (AreaMove(*row) for row in moves),
        on=on,
        lookups=lookups,
    )


def areas_called(session: Session, written: str, country: str) -> list[Area]:
    """Return the areas of a country with this id, name or other spelling, the highest tier first."""
    folded = fold_place(written)
    spelled = select(AreaAlias.area_id).where(AreaAlias.folded_name == folded)
    named = or_(Area.id == written, Area.folded_name == folded, Area.id.in_(spelled))
    found = session.scalars(select(Area).where(named, Area.country == country, Area.valid_to.is_(None)))
    return sorted(found, key=lambda area: (LEVELS.index(area.level), area.id))


def path_in_words(session: Session, area_id: str) -> str:
    """Say where an area lies, from itself up: Achabal, Anantnag, Jammu And Kashmir."""
    area, names = session.get(Area, area_id), []
    while area is not None:
        names.append(area.name)
        area = session.get(Area, area.parent_id) if area.parent_id else None
    return ", ".join(names)


def one_of(column: InstrumentedAttribute[str], ids: Collection[str]) -> ColumnElement[bool]:
    """Return that a column is one of some areas, as one array: thousands of bound values take longer than their reading."""
    return column == any_(bindparam(None, list(ids), ARRAY(Text)))


def area_names(session: Session, ids: Collection[str]) -> dict[str, str]:
    """Return the names of some areas by id."""
    found = session.execute(select(Area.id, Area.name).where(one_of(Area.id, ids)))
    return {row.id: row.name for row in found}


def named_areas(session: Session, ids: Collection[str]) -> dict[str, AreaName]:
    """Return some areas as a reader knows them, by id."""
    found = session.execute(select(Area.id, Area.level, Area.name).where(one_of(Area.id, ids)))
    return {row.id: AreaName(*row) for row in found}


def country_of(session: Session, area_id: str) -> str:
    """Return the country of an area, which is the jurisdiction of the people there."""
    return session.get_one(Area, area_id).country
