"""Finds the rows of a long list that share a phone or a scheme id with others, without going through the whole list.

Beside each row's number stands a hash of each phone and id that it says, in parts by hash. A job makes them when the list
has come to review, so that an import takes no time for them, else the first change of a row does; and they go when the
list is no longer in review.
"""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from sqlalchemy import TextClause, delete, exists, select, text
from sqlalchemy.orm import Session

from campaigns.store.session import enqueue
from campaigns.store.tables import BeneficiaryList, RowKeys

LONG: Final = 5_000  # rows; a shorter list is gone through in a few milliseconds
_PART: Final = "& 1023"  # a part of a list of 100,000 rows holds some hundred and fifty hashes
_KEY: Final = "CAST(CAST('x' || left(md5(said), 8) AS bit(32)) AS integer)"


def _keep(which: str) -> TextClause:
    return text(f"""
        INSERT INTO row_keys (list_id, department_id, part, keys, rows)
        SELECT :list_id, :department_id, key {_PART}, array_agg(key), array_agg(row)
        FROM (
          SELECT row, {_KEY} AS key
          FROM list_rows r CROSS JOIN LATERAL unnest(phones || (details -> 'person' ->> 'scheme_person_id')) AS said
          WHERE list_id = :list_id AND said IS NOT NULL {which}
        ) keyed GROUP BY key {_PART}
        ON CONFLICT (list_id, part) DO UPDATE
          SET keys = row_keys.keys || EXCLUDED.keys, rows = row_keys.rows || EXCLUDED.rows
    """)  # noqa: S608 - our own words


_KEEP_ALL: Final = _keep("")
_KEEP_CHANGED: Final = _keep("AND row = ANY(:rows)")
_ROWS: Final = text(f"""
    SELECT DISTINCT found.row
    FROM (SELECT DISTINCT {_KEY} AS key FROM unnest(CAST(:said AS text[])) AS said) looked
    JOIN row_keys p ON p.list_id = :list_id AND p.part = looked.key {_PART}
    CROSS JOIN LATERAL unnest(p.keys, p.rows) AS found (key, row)
    WHERE found.key = looked.key
""")  # noqa: S608 - our own words


def keep_keys(session: Session, kept: BeneficiaryList, changed: Collection[int]) -> bool:
    """Keep what the changed rows of a locked list say, or all its rows the first time; False where it is short."""
    if (kept.rows_total or 0) <= LONG:
        return False
    facts = {"list_id": kept.id, "department_id": kept.department_id}
    if session.scalar(select(exists().where(RowKeys.list_id == kept.id))):
        session.execute(_KEEP_CHANGED, facts | {"rows": list(changed)})
    else:
        session.execute(_KEEP_ALL, facts)
    return True


def rows_by_key(session: Session, list_id: UUID, said: Collection[str]) -> list[int]:
    """Return the rows that may say one of these phones or ids, or may have said it."""
    return list(session.scalars(_ROWS, {"list_id": list_id, "said": list(said)}))


def renew_keys(session: Session, kept: BeneficiaryList) -> None:
    """Have the keys of a list made anew by a job: its rows have come to review, or many of them have changed."""
    forget_keys(session, kept.id)
    if (kept.rows_total or 0) > LONG:
        enqueue(session, "ingest", "key_rows", kept.id)


def forget_keys(session: Session, list_id: UUID) -> None:
    """Forget what the rows of a list say: nobody changes them any more."""
    session.execute(delete(RowKeys).where(RowKeys.list_id == list_id))
