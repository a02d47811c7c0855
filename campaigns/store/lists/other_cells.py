"""Takes away, once a list is out of review, what its rows hold in columns that nobody has picked."""

from collections.abc import Sequence

from sqlalchemy import exists, func, select, text
from sqlalchemy.orm import Session

from campaigns.rules.list_states import ListStatus
from campaigns.store.tables import BeneficiaryList, ListRow

_PICKED = """(
      SELECT coalesce(jsonb_agg(CASE WHEN place - 1 = ANY (:used) THEN cell ELSE '""' END ORDER BY place), '[]')
      FROM jsonb_array_elements({cells}) WITH ORDINALITY AS c (cell, place)
    )"""
_OF_ROWS = text(f"""
    UPDATE list_rows SET cells = {_PICKED.format(cells="cells")}
    WHERE list_id = :list_id AND row > :after AND row <= :last
""")  # noqa: S608 - our own words
_OF_MENDS = text(f"""
    UPDATE list_mends SET original = jsonb_set(original, '{{cells}}', {_PICKED.format(cells="original -> 'cells'")})
    WHERE list_id = :list_id AND row > :after AND row <= :last
""")  # noqa: S608 - our own words


def lock_list_with_other_cells(session: Session) -> BeneficiaryList | None:
    """Lock a list out of review whose rows still stand as they were uploaded; one that somebody is at is passed by."""
    left = exists().where(ListRow.list_id == BeneficiaryList.id, ListRow.row > BeneficiaryList.cells_picked_to)
    over = BeneficiaryList.status.in_([ListStatus.APPROVED, ListStatus.REPLACED, ListStatus.WITHDRAWN])
    one = select(BeneficiaryList).where(over, left).order_by(BeneficiaryList.id).limit(1)
    return session.scalar(one.with_for_update(key_share=True, skip_locked=True))


def forget_cells(session: Session, kept: BeneficiaryList, used: Sequence[int], *, limit: int) -> int:
    """Empty the other columns of a locked list's next rows; return how many rows were looked at."""
    following = select(ListRow.row).where(ListRow.list_id == kept.id, ListRow.row > kept.cells_picked_to)
    rows = following.order_by(ListRow.row).limit(limit).subquery()
    last, count = session.execute(select(func.max(rows.c.row), func.count())).one()
    facts = {"list_id": kept.id, "used": list(used), "after": kept.cells_picked_to, "last": last}
    for statement in (_OF_ROWS, _OF_MENDS):
        session.execute(statement, facts)
    kept.cells_picked_to = last
    return int(count)
