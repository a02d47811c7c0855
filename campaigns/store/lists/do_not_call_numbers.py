"""The numbers of do-not-call files, a million at a time: through COPY and behind the wall of their department."""

from collections.abc import Collection, Iterable
from typing import Final
from uuid import UUID

from psycopg import Connection
from sqlalchemy import delete, exists, func, select, text
from sqlalchemy.orm import Session, aliased

from campaigns.rules.calling.opt_outs import OptOutScope
from campaigns.store.people.opt_outs import SILENCED, silenced_for
from campaigns.store.tables import DoNotCallFile, DoNotCallNumber

# As in incoming_rows.py: COPY does not enter a table with walls, so a table of this transaction alone takes it. The
# numbers go over in order, because an index that grows in order grows fastest.
_INCOMING: Final = text("CREATE TEMP TABLE incoming_numbers (e164 text) ON COMMIT DROP")
_TAKE_OVER: Final = text("""
    INSERT INTO do_not_call_numbers (e164, file_id, department_id)
    SELECT DISTINCT e164, CAST(:file_id AS uuid), CAST(:department_id AS uuid) FROM incoming_numbers ORDER BY e164
""")


def save_numbers(session: Session, file: DoNotCallFile, numbers: Iterable[str]) -> None:
    """Store each different number once; nobody is silenced by them before the file stands."""
    session.execute(_INCOMING)
    driver = session.connection().connection.driver_connection
    if not isinstance(driver, Connection):
        raise TypeError(driver)
    with driver.cursor() as cursor, cursor.copy("COPY incoming_numbers FROM STDIN") as copy:
        for number in numbers:
            copy.write(f"{number}\n")
    session.execute(_TAKE_OVER, {"file_id": file.id, "department_id": file.department_id})


def count_numbers(session: Session, file: DoNotCallFile) -> tuple[int, int]:
    """Return how many numbers the file has, and how many of them are silenced as far as it reaches without it."""
    mine = select(func.count()).select_from(DoNotCallNumber).where(DoNotCallNumber.file_id == file.id)
    everywhere = file.scope is OptOutScope.EVERYWHERE
    reached = silenced_for(None if everywhere else file.department_id, file.scheme_id)
    already = mine.where(DoNotCallNumber.e164.in_(select(SILENCED.c.e164).where(reached)))
    return session.scalar(mine) or 0, session.scalar(already) or 0


def numbers_left_out(session: Session, file_id: UUID, older: Collection[UUID]) -> int:
    """Return how many numbers stand in the older files and not in this one."""
    old, new = aliased(DoNotCallNumber), aliased(DoNotCallNumber)
    in_new = exists().where(new.e164 == old.e164, new.file_id == file_id)
    gone = select(func.count(old.e164.distinct())).where(old.file_id.in_(older), old.lifted_at.is_(None), ~in_new)
    return session.scalar(gone) or 0


def forget_numbers(session: Session, file_id: UUID) -> None:
    """Forget the numbers of a file that was never taken."""
    session.execute(delete(DoNotCallNumber).where(DoNotCallNumber.file_id == file_id))


def lock_number(session: Session, file_id: UUID, e164: str) -> DoNotCallNumber | None:
    """Return one number of a file locked for change."""
    return session.get(DoNotCallNumber, (e164, file_id), with_for_update=True, populate_existing=True)
