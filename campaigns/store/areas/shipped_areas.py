"""The areas that come with Raabta: the directory of India, Khyber Pakhtunkhwa, other spellings, and what once was."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from campaigns.rules.areas.gazetteer import Gazetteer
from campaigns.rules.areas.places import NO_LOOKUPS, AreaMove, Place, PlaceLookups, fold_place

DATA: Final = Path(__file__).parents[1] / "data"
_TABLES: Final = {"IN": ("lgd_areas.csv", "jk_divisions.csv"), "PK": ("kp_areas.csv",)}


def area_id(level: str, code: str, parent_code: str) -> str:
    """Return an area's id; a block's names its district too, because ten block codes stand under two."""
    return f"{level}:{code}@{parent_code}" if level == "block" else f"{level}:{code}"


def shipped_areas() -> Iterator[Place]:
    """Read the tables of areas, each area once: a later table may name a nearer parent."""
    places: dict[str, Place] = {}
    for country, tables in _TABLES.items():
        for line in (line for table in tables for line in _lines(table)):
            parent = f"{line['parent_level']}:{line['parent_code']}" if line["parent_code"] else None
            own_id = area_id(line["level"], line["code"], line["parent_code"])
            begins, ends = _day(line.get("valid_from")), _day(line.get("valid_to"))
            places[own_id] = Place(own_id, line["level"], line["code"], line["name"], parent, country, begins, ends)
    yield from places.values()


def shipped_aliases() -> list[tuple[str, str]]:
    """Read other spellings as area id and folded name, each once."""
    return list(dict.fromkeys((line["area_id"], fold_place(line["alias"])) for line in _lines("area_aliases.csv")))


def shipped_moves() -> list[tuple[AreaMove, date]]:
    """Read which area stood in, or was a part of, which other one, and until when."""
    return [
        (AreaMove(line["area_id"], line["was_id"]), date.fromisoformat(line["until"]))
        for line in _lines("areas_once.csv")
    ]


def shipped_gazetteer(country: str, *, on: date, lookups: PlaceLookups = NO_LOOKUPS) -> Gazetteer:
    """Return the areas of a country as they come, for a reading of a list without a database."""
    places = [place for place in shipped_areas() if place.country == country]
    known = {place.id for place in places}
    aliases = [(area_id, spelling) for area_id, spelling in shipped_aliases() if area_id in known]
    return Gazetteer(places, aliases, [move for move, _ in shipped_moves()], on=on, lookups=lookups)


def _lines(table: str) -> Iterator[dict[str, str]]:
    with (DATA / table).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
