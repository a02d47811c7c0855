"""Takes judged rows into a list by the thousand, through PostgreSQL's COPY and behind the wall of its department."""

from collections.abc import Sequence
from typing import Any, Final

import orjson
from psycopg import Connection
from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.lists.beneficiary_list import JudgedRow
from campaigns.rules.lists.phone_cell import Phone
from campaigns.store.ordered_ids import ORDERED_ID, id_moment
from campaigns.store.tables import BeneficiaryList

# PostgreSQL refuses COPY into a table whose rows have walls. So the rows are copied into a table of this transaction
# alone, which no other session can see and which writes no log, and one INSERT takes them over. That INSERT acts as
# `raabta_app` like any other statement: the wall's check holds for each row, and the department is the list's own and
# never the file's, because the table that is copied into has no column for it.
_INCOMING: Final = text("""
    CREATE TEMP TABLE IF NOT EXISTS incoming_rows (
      row integer, verdict text, reason text, details jsonb, name text, phones text[], cells jsonb
    ) ON COMMIT DELETE ROWS
""")
_TAKE_OVER: Final = text(f"""
    INSERT INTO list_rows (list_id, department_id, row, verdict, reason, details, name, phones, cells, beneficiary_id)
    SELECT :list_id, :department_id, row, verdict, reason, details, name, phones, cells,
      {ORDERED_ID}
    FROM incoming_rows
""")  # noqa: S608 - our own words
_NULL: Final = rb"\N"
_ESCAPES: Final = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def incoming_line(judged: JudgedRow, details: dict[str, Any]) -> bytes:
    """Return a judged row as COPY reads it, with its details as rules/lists/stored_row tells them."""
    row, verdict, reason, _, _, name, phones, _, cells, _ = judged
    return b"\t".join(
        (
            str(row).encode(),
            verdict.encode(),
            _NULL if reason is None else reason.encode(),
            orjson.dumps(details).replace(b"\\", b"\\\\"),  # JSON itself has no control characters
            _NULL if name is None else _escaped(name),
            b"{%b}" % _numbers(phones).encode(),
            orjson.dumps(cells).replace(b"\\", b"\\\\") + b"\n",
        )
    )


def _numbers(phones: Sequence[Phone]) -> str:
    """A plus and digits need no quotes."""
    return phones[0].number if len(phones) == 1 else ",".join([phone.number for phone in phones])


def _escaped(text: str) -> bytes:
    return text.translate(_ESCAPES).encode() if "\\" in text or not text.isprintable() else text.encode()


def save_rows(session: Session, kept: BeneficiaryList, rows: Sequence[bytes]) -> None:
    """Insert judged rows, once in a transaction."""
    session.execute(_INCOMING)
    driver = session.connection().connection.driver_connection
    if not isinstance(driver, Connection):
        raise TypeError(driver)
    with driver.cursor() as cursor, cursor.copy("COPY incoming_rows FROM STDIN") as copy:
        copy.write(b"".join(rows))
    session.execute(
        _TAKE_OVER,
        {"list_id": kept.id, "department_id": kept.department_id, "moment": id_moment(kept.uploaded_at, kept.id)},
    )
