"""Makes the account that a bench draws, in a process of its own, so that the making counts for nobody's memory."""

from contextlib import closing
from multiprocessing import get_context
from uuid import UUID

from campaigns.store.channel import NoBells
from campaigns.store.session import Database, Scope


def make_long_account(url: str, rows: int) -> tuple[Scope, UUID]:
    """Make in an empty database a campaign whose one list has so many rows and whose people were called; say whose it is."""
    with get_context("spawn").Pool(1) as beside:
        return beside.apply(_make, (url, rows))


def _make(url: str, rows: int) -> tuple[Scope, UUID]:
    from campaigns.store.benches.busy_account import make_busy_account
    from campaigns.store.migrate import migrate
    from workers.bench.office import now, open_office

    migrate(url)
    with closing(Database(url, NoBells(), pool_size=2)) as db:
        office = open_office(db)
        if office.scope.department_id is None:
            raise LookupError(office)
        make_busy_account(db, office.campaign_id, office.scope.department_id, rows, now=now())
        return office.scope, office.campaign_id
