"""Tells what reading a list has put right by itself, as it was written and as it was taken; changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.repairs import Repair, borrowed_levels, numbers_taken, written_place
from campaigns.shared.place_lookups import PLACE_LOOKUPS
from campaigns.store.areas.areas import area_names
from campaigns.store.areas.known_areas import known_gazetteer
from campaigns.store.lists.known_of_lists import known_of_list
from campaigns.store.lists.lists import beneficiary_list
from campaigns.store.lists.repairs import borrowed_places, repaired_texts, rows_with_cut_numbers
from campaigns.store.session import Database, Scope, Session
from campaigns.store.tables import BeneficiaryList

SHOWN: Final = 10  # texts of a kind


@dataclass(frozen=True)
class RepairLine:
    """A text that stands in a column of so many rows, `row` being the first, and what it was taken for."""

    column: int
    said: str
    taken: str
    row: int
    rows: int


@dataclass(frozen=True)
class FoundRepair:
    """One kind of repair: in how many cells, and the texts that stand there most often."""

    repair: Repair
    cells: int
    lines: tuple[RepairLine, ...] = ()


def find_repairs(db: Database, scope: Scope, list_id: UUID, *, region: str) -> list[FoundRepair]:
    """Return the kinds of repair that the list's rows hold, identity numbers last."""
    with db.transaction(scope) as session:
        kept = beneficiary_list(session, list_id)
        if kept is None:
            return []
        return known_of_list(session, list_id, lambda: _all_kinds(session, kept, region))


def _all_kinds(session: Session, kept: BeneficiaryList, region: str) -> list[FoundRepair]:
    columns = ColumnMap.from_json(kept.columns)
    found = _phones(session, kept.id, columns, region) if columns.phones else []
    found += _places(session, kept, columns, region)
    found.append(FoundRepair(Repair.IDENTITY_NUMBERS, rows_with_cut_numbers(session, kept.id)))
    return [each for each in found if each.cells]


def _phones(session: Session, list_id: UUID, columns: ColumnMap, region: str) -> list[FoundRepair]:
    texts = repaired_texts(session, list_id, columns, limit=SHOWN)
    kinds = {text.repair: text.total for text in texts}
    return [
        FoundRepair(
            kind,
            total,
            tuple(
                RepairLine(
                    text.column, text.said, ", ".join(numbers_taken(kind, text.said, region)), text.row, text.rows
                )
                for text in texts
                if text.repair is kind
            ),
        )
        for kind, total in kinds.items()
    ]


def _places(session: Session, kept: BeneficiaryList, columns: ColumnMap, region: str) -> list[FoundRepair]:
    places = known_gazetteer(session, region, on=kept.uploaded_at.date(), lookups=PLACE_LOOKUPS)
    lines: dict[tuple[int, str], RepairLine] = {}
    for borrowed in borrowed_places(session, kept.id, columns):
        texts = written_place(borrowed.said, borrowed.refused, columns)
        area = places.resolve_area(texts)
        for level in borrowed_levels(texts, places):
            column, said = getattr(columns, level), borrowed.said[level]
            before = lines.get((column, said))
            rows, row = (before.rows, before.row) if before else (0, borrowed.row)
            taken = getattr(area, f"{level}_id") or ""
            lines[column, said] = RepairLine(column, said, taken, min(row, borrowed.row), rows + borrowed.rows)
    shown = sorted(lines.values(), key=lambda line: (-line.rows, line.row))[:SHOWN]
    cells = sum(line.rows for line in lines.values())
    return [FoundRepair(Repair.PLACES, cells, tuple(_by_name(session, shown)))] if cells else []


def _by_name(session: Session, lines: Iterable[RepairLine]) -> list[RepairLine]:
    lines = list(lines)
    names = area_names(session, {line.taken for line in lines})
    return [
        RepairLine(line.column, line.said, names.get(line.taken, line.taken), line.row, line.rows) for line in lines
    ]
