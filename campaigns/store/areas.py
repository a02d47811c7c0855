"""Areas in PostgreSQL: saved from the directory's table, read back as a gazetteer or by id."""

import csv
from collections.abc import Collection, Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.rules.gazetteer import Gazetteer, Place, fold_place
from campaigns.store.tables import Area, AreaAlias

DATA = Path(__file__).parent / "data"
_PARENTS_FIRST = {"state": 0, "district": 1, "block": 2}
_AT_ONCE = 2_000


def area_id(level: str, code: str, parent_code: str) -> str:
    """Return an area's id; a block's names its district too, because ten block codes stand under two."""
    return f"{level}:{code}@{parent_code}" if level == "block" else f"{level}:{code}"


def shipped_areas() -> Iterator[Place]:
    """Read the directory's table (data/lgd_areas.csv), parents before children."""
    with (DATA / "lgd_areas.csv").open(encoding="utf-8", newline="") as file:
        lines = sorted(csv.DictReader(file), key=lambda line: _PARENTS_FIRST[line["level"]])
    for line in lines:
        parent = f"{line['parent_level']}:{line['parent_code']}" if line["parent_code"] else None
        own_id = area_id(line["level"], line["code"], line["parent_code"])
        yield Place(own_id, line["level"], line["code"], line["name"], parent)


def shipped_aliases() -> list[tuple[str, str]]:
    """Read our other spellings (data/area_aliases.csv) as area id and folded name."""
    with (DATA / "area_aliases.csv").open(encoding="utf-8", newline="") as file:
        return [(line["area_id"], fold_place(line["alias"])) for line in csv.DictReader(file)]


def save_areas(session: Session, places: Collection[Place]) -> None:
    """Insert areas; a known one takes the new name and parent."""
    rows = [
        {
            "id": place.id,
            "level": place.level,
            "code": place.code,
            "name": place.name,
            "folded_name": fold_place(place.name),
            "parent_id": place.parent_id,
        }
        for place in places
    ]
    for start in range(0, len(rows), _AT_ONCE):
        new = insert(Area).values(rows[start : start + _AT_ONCE])
        changed = {name: new.excluded[name] for name in ("name", "folded_name", "parent_id")}
        session.execute(new.on_conflict_do_update(index_elements=["id"], set_=changed))


def save_aliases(session: Session, aliases: Collection[tuple[str, str]]) -> None:
    """Insert other spellings; a known one stays."""
    rows = [{"area_id": area, "folded_name": folded} for area, folded in aliases]
    if rows:
        session.execute(insert(AreaAlias).values(rows).on_conflict_do_nothing())


def gazetteer(session: Session) -> Gazetteer:
    """Read every area and alias into memory, for a whole list at a time."""
    places = session.execute(select(Area.id, Area.level, Area.code, Area.name, Area.parent_id))
    aliases = session.execute(select(AreaAlias.area_id, AreaAlias.folded_name))
    return Gazetteer((Place(*row) for row in places), [(row.area_id, row.folded_name) for row in aliases])


def area_names(session: Session, ids: Collection[str]) -> dict[str, str]:
    """Return the names of some areas by id."""
    return {row.id: row.name for row in session.execute(select(Area.id, Area.name).where(Area.id.in_(ids)))}


def child_areas(session: Session, parent_id: str | None) -> list[tuple[str, str]]:
    """Return id and name of the areas directly below one, or the states, by name."""
    below = Area.parent_id == parent_id if parent_id else Area.parent_id.is_(None)
    return [(row.id, row.name) for row in session.execute(select(Area.id, Area.name).where(below).order_by(Area.name))]
