"""How many rows of a list can be called at each place, as its page shows it: a very long table is folded to its districts."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from campaigns.store.areas.areas import area_names
from campaigns.store.session import Session
from campaigns.store.totals.list_places import PlaceCount

MOST: Final = 300  # lines that a page shows at once
NOWHERE: Final = "none"  # of those whose district is not known, in an address


@dataclass(frozen=True)
class PlaceLine:
    """How many rows can be called at a place, by name; `folded`: in so many blocks, which `key` opens."""

    district: str | None
    block: str | None
    rows: int
    key: str = NOWHERE
    folded: int = 0


def place_lines(
    session: Session, counted: Sequence[PlaceCount], opened: str | None, *, most: int = MOST
) -> list[PlaceLine]:
    """Return the lines by name: those of the opened district, or else all blocks, or all districts of very many."""
    if opened:
        counted = [one for one in counted if (one.district_id or NOWHERE) == opened]
    if opened or len(counted) <= most:
        names = area_names(session, [place for one in counted for place in (one.district_id, one.block_id) if place])
        lines = [
            PlaceLine(names.get(one.district_id or ""), names.get(one.block_id or ""), one.rows) for one in counted
        ]
    else:
        names = area_names(session, list({one.district_id for one in counted if one.district_id}))
        lines = [_folded(names, key, list(blocks)) for key, blocks in groupby(counted, lambda one: one.district_id)]
    return sorted(lines, key=lambda line: (line.district or "~", line.block or "~"))


def _folded(names: dict[str, str], key: str | None, blocks: Sequence[PlaceCount]) -> PlaceLine:
    return PlaceLine(names.get(key or ""), None, sum(one.rows for one in blocks), key or NOWHERE, len(blocks))
