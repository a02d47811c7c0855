"""Areas in PostgreSQL: saved from the directory's table, read back as a gazetteer or by id."""

import csv
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from campaigns.rules.gazetteer import Gazetteer, Place, fold_place
from campaigns.store.tables import Area, AreaAlias

DATA = Path(__file__).parent / "data"

_SAVE_AREAS = text("""
    INSERT INTO areas (id, level, code, name, folded_name, parent_id)
    SELECT id, level, code, name, folded_name, parent_id
    FROM json_to_recordset(CAST(:rows AS json))
      AS r (id text, level text, code text, name text, folded_name text, parent_id text)
    ON CONFLICT (id) DO UPDATE SET (name, folded_name, parent_id) = (excluded.name, excluded.folded_name, excluded.parent_id)
    WHERE (areas.name, areas.folded_name, areas.parent_id)
      IS DISTINCT FROM (excluded.name, excluded.folded_name, excluded.parent_id)
""")
_SAVE_ALIASES = text("""
    INSERT INTO area_aliases (area_id, folded_name)
    SELECT area_id, folded_name FROM json_to_recordset(CAST(:rows AS json)) AS r (area_id text, folded_name text)
    ON CONFLICT DO NOTHING
""")


def area_id(level: str, code: str, parent_code: str) -> str:
    """Return an area's id; a block's names its district too, because ten block codes stand under two."""
    return f"{level}:{code}@{parent_code}" if level == "block" else f"{level}:{code}"


def shipped_areas() -> Iterator[Place]:
    """Read the directory's table (data/lgd_areas.csv)."""
    with (DATA / "lgd_areas.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            parent = f"{line['parent_level']}:{line['parent_code']}" if line["parent_code"] else None
            own_id = area_id(line["level"], line["code"], line["parent_code"])
            yield Place(own_id, line["level"], line["code"], line["name"], parent)


def shipped_aliases() -> list[tuple[str, str]]:
    """Read our other spellings (data/area_aliases.csv) as area id and folded name."""
    with (DATA / "area_aliases.csv").open(encoding="utf-8", newline="") as file:
        return [(line["area_id"], fold_place(line["alias"])) for line in csv.DictReader(file)]


def save_areas(session: Session, places: Iterable[Place]) -> None:
    """Insert areas; a known one takes the new name and parent."""
    rows = [asdict(place) | {"folded_name": fold_place(place.name)} for place in places]
    session.execute(_SAVE_AREAS, {"rows": json.dumps(rows)})


def save_aliases(session: Session, aliases: Iterable[tuple[str, str]]) -> None:
    """Insert other spellings; a known one stays."""
    rows = [{"area_id": area, "folded_name": folded} for area, folded in aliases]
    session.execute(_SAVE_ALIASES, {"rows": json.dumps(rows)})


def gazetteer(session: Session) -> Gazetteer:
    """Read every area and alias into memory, for a whole list at a time."""
    places = session.execute(select(Area.id, Area.level, Area.code, Area.name, Area.parent_id))
    aliases = session.execute(select(AreaAlias.area_id, AreaAlias.folded_name))
    return Gazetteer((Place(*row) for row in places), [(row.area_id, row.folded_name) for row in aliases])


def area_names(session: Session, ids: Collection[str]) -> dict[str, str]:
    """Return the names of some areas by id."""
    return {row.id: row.name for row in session.execute(select(Area.id, Area.name).where(Area.id.in_(ids)))}
