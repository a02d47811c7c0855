"""Whose rows a transaction may see, and how it tells PostgreSQL so as it begins."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from uuid import UUID

from psycopg import Connection, Error, IsolationLevel, generators
from psycopg.pq import ExecStatus, TransactionStatus
from sqlalchemy.orm import Session

USUAL: Final = (None, IsolationLevel.READ_COMMITTED)
DO_NOT_WAIT: Final = "SET LOCAL synchronous_commit = off"
PLAN_ONCE: Final = "SET LOCAL plan_cache_mode = force_generic_plan"
_ENTER: Final = (
    "SELECT set_config('role', 'raabta_app', true),"
    " set_config('raabta.department', %s, true),"
    " set_config('raabta.everything', %s, true),"
    " set_config('raabta.user', %s, true),"
    " set_config('raabta.tier_of', %s, true),"
    " set_config('raabta.area', %s, true)"
)


@dataclass(frozen=True)
class Scope:
    """Whose rows a transaction may see; PostgreSQL's row-level security holds it (store/walls.py)."""

    department_id: UUID | None = None
    everything: bool = False
    user_id: UUID | None = None  # an agent, who may find her own desk whichever department it works for
    area_id: str | None = None  # of the department only totals of this area and those below, and no row about anybody


EVERYTHING = Scope(everything=True)  # the dialler, jobs and hooks, which serve every department
NOBODY = Scope()  # sign-in pages: sees no department's rows


def enter_scope(session: Session, scope: Scope, *, may_be_lost: bool, plan_once: bool) -> None:
    """Bind a transaction to a scope: it acts as `raabta_app`, to whom row-level security applies.

    `may_be_lost`: its end does not wait for the disk; `plan_once`: a plan serves whatever values come
    (session.Database.transaction says when either may be).
    """
    asides = (DO_NOT_WAIT,) * may_be_lost + (PLAN_ONCE,) * plan_once
    connection = session.connection()
    driver = connection.connection.driver_connection
    if isinstance(driver, Connection) and _begins(driver, _beginning(scope, asides)):
        return
    for aside in asides:
        connection.exec_driver_sql(aside)
    whole, tier = (scope.department_id, None) if scope.area_id is None else (None, scope.department_id)
    everything = "on" if scope.everything else "off"
    facts = (str(whole or ""), everything, str(scope.user_id or ""), str(tier or ""), scope.area_id or "")
    connection.exec_driver_sql(_ENTER, facts)


def _begins(driver: "Connection[object]", beginning: bytes | None) -> bool:
    """Begin a transaction in its scope on one way to PostgreSQL and back, as most of them are: a few rows, and over.

    False where one runs already or is to be of another kind, and where it fails: the ordinary way says why.
    """
    if (
        driver.pgconn.transaction_status != TransactionStatus.IDLE
        or driver.isolation_level not in USUAL
        or beginning is None
    ):
        return False
    try:
        driver.pgconn.send_query(beginning)
        return all(done.status == ExecStatus.COMMAND_OK for done in driver.wait(generators.execute(driver.pgconn)))
    except Error:
        return False


@lru_cache(maxsize=1024)  # an agent's own scope is asked for with every sign of life
def _beginning(scope: Scope, asides: tuple[str, ...]) -> bytes | None:
    """Return what begins a transaction; what is not set there is empty since the last one ended. None: no usual one."""
    if scope.area_id:
        return None
    settings = {
        "department": scope.department_id,
        '"user"': scope.user_id,
        "everything": "on" if scope.everything else None,
    }
    set_now = [f"SET LOCAL raabta.{name} = '{value}'" for name, value in settings.items() if value]
    return "; ".join(["BEGIN", "SET LOCAL ROLE raabta_app", *set_now, *asides]).encode()
