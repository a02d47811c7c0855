"""Makes the account that a bench draws, in a process of its own, so that the making counts for nobody's memory.

`python -m workers.bench.long_account URL ROWS` prints whose it is.
"""

import subprocess
import sys
from contextlib import closing
from uuid import UUID

from campaigns.store.channel import NoBells
from campaigns.store.session import Database, Scope


def make_long_account(url: str, rows: int) -> tuple[Scope, UUID]:
    """Make in an empty database a campaign whose one list has so many rows and whose people were called; say whose it is.

    Nothing of the process stays, as the tracker of a pool would, which takes memory to the end of the bench.
    """
    beside = [sys.executable, "-m", __name__, url, str(rows)]
    told = subprocess.run(beside, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - our own module
    department, campaign = map(UUID, told.stdout.split())
    return Scope(department), campaign


def _make(url: str, rows: int) -> tuple[UUID, UUID]:
    from campaigns.store.benches.busy_account import make_busy_account
    from campaigns.store.migrate import migrate
    from workers.bench.office import now, open_office

    migrate(url)
    with closing(Database(url, NoBells(), pool_size=2)) as db:
        office = open_office(db)
        if office.scope.department_id is None:
            raise LookupError(office)
        make_busy_account(db, office.campaign_id, office.scope.department_id, rows, now=now())
        return office.scope.department_id, office.campaign_id


if __name__ == "__main__":
    print(*_make(sys.argv[1], int(sys.argv[2])))
