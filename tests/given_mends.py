"""A list with dirt of many kinds in review, and an officer who mends it."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from campaigns.lists.mend_row import TypedCell, TypedRow, mend_row
from campaigns.lists.undo_mend import undo_mend
from campaigns.rules.lists.list_wishes import UndoStep
from campaigns.rules.lists.mends import cell_at, cell_mark
from campaigns.rules.refusals import Refusal
from campaigns.rules.verdicts import Verdict
from campaigns.shared.mending import Mended
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import ListRow
from tests.given_floor import NOW, Floor
from tests.given_list import kept, scope

NAME, PHONE, BLOCK, OTHER = 0, 2, 4, 5
DIRT = """Old-age pension, Bandipora,,,,,
Name,Father's name,Mobile No,District,Block,Remarks,Aadhaar No
Fata Begum,Ab Rashid Wani,9419012345,Bandipora,Hajin,,2341 2341 2346
Mohd Ramzan Dar,,9.41901E+09,Bandipora,Hajin,7006123451,
Sara Bano,Mohd Sultan,94190123,Bandipora,Hajin,7006123452,
Zooni Begum,Rahim Lone,NA,Bandipora, Hajin,call later,
Raja Begum,Gh Nabi,NA,Bandipora,Nowhere,94190 11111,2341 2341 2346
,Ali Mohd,9419077812,Bandipora,Nowhere,,
,,94190,Bandipora,Hajin,,
Haleema,Ali Dar,9906112233 / 12345,Bandipora,Nowhere,,
Total,,9,,,,
"""


def rows(db: Database, list_id: UUID) -> dict[int, dict[str, Any]]:
    """Every row as it is stored."""
    with db.transaction(EVERYTHING) as session:
        found = session.scalars(select(ListRow).where(ListRow.list_id == list_id).order_by(ListRow.row))
        keys = ("verdict", "reason", "details", "name", "phones", "cells")
        return {row.row: {key: getattr(row, key) for key in keys} for row in found}


def totals(db: Database, list_id: UUID) -> tuple[int, int, int]:
    one = kept(db, list_id)
    return one.accepted, one.rejected, one.ignored


def counted(db: Database, list_id: UUID) -> tuple[int, ...]:
    verdicts = [row["verdict"] for row in rows(db, list_id).values()]
    return tuple(verdicts.count(each) for each in (Verdict.ACCEPTED, Verdict.REJECTED, Verdict.IGNORED))


def mend(db: Database, floor: Floor, list_id: UUID, row: int, column: int, text: str) -> Mended | Refusal:
    seen = cell_mark(cell_at(rows(db, list_id)[row]["cells"], column))
    typed = TypedRow(row, {column: TypedCell(seen, text)})
    return mend_row(db, scope(floor), list_id, typed, user_id=None, now=NOW)


def undo(db: Database, floor: Floor, list_id: UUID, step: int) -> Mended | Refusal:
    return undo_mend(db, scope(floor), list_id, UndoStep(step), user_id=None, now=NOW)
