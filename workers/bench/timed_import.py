"""Imports a long list whole through the use cases, on a PostgreSQL of its own, and measures it."""

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from campaigns.approve_list import CasesOpened, approve_list
from campaigns.confirm_columns import confirm_columns
from campaigns.draft_campaign import draft_campaign
from campaigns.import_list import import_list
from campaigns.load_areas import load_areas
from campaigns.receive_list import UploadedFile, receive_list
from campaigns.rules.columns import ColumnMap
from campaigns.rules.refusals import Refusal
from campaigns.set_up_floor import set_up_floor
from campaigns.store.benchmarks import copy_into_bare_tables, make_bare_tables, make_checkpoint, write_stored_rows
from campaigns.store.lists import beneficiary_list
from campaigns.store.migrate import migrate
from campaigns.store.session import Database, Scope
from campaigns.store.tables import BeneficiaryList
from workers.bench.long_list import write_long_list
from workers.bench.memory import PeakMemory
from workers.demo.opening import SCRIPT, done, note_demo_basis
from workers.demo.people import DEMO_PASSWORD, demo_campaign, demo_floor
from workers.embedded import Postgres
from workers.environment import Home

DATABASE = "bench"


class NobodyListens:
    """Bells in an empty house: the import is run here and not by a job."""

    def enqueue(self, queue: str, job: str, *ids: str) -> None:
        """Ring for nobody."""

    def tell(self, topic: str) -> None:
        """Tell nobody."""


@dataclass
class Phases:
    """Seconds by phase."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time a block."""
        began = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - began


@dataclass(frozen=True)
class Office:
    """Where the list is imported to."""

    db: Database
    scope: Scope
    campaign_id: UUID


def time_import(rows: int) -> dict[str, Any]:
    """Import a list of so many rows and return what `raabta bench import` prints."""
    with TemporaryDirectory(prefix="raabta-bench-") as folder, _own_postgres(Path(folder)) as server:
        path = Path(folder, "list.csv")
        write_long_list(path, rows)
        phases = Phases()
        migrate(server.url(DATABASE))
        with closing(Database(server.url(DATABASE), NobodyListens(), pool_size=4)) as db:
            office = _open_office(db)
            make_checkpoint(db)
            with PeakMemory(os.getpid()) as ours, PeakMemory(_process_id(server)) as servers:
                kept, opened = _bring_to_cases(office, path, phases)
            copied = _bare_copy(db, Path(folder))
    taken = sum(phases.seconds.values())
    return {
        "rows": kept.rows_total,
        "accepted": kept.accepted,
        "cases": opened.cases,
        "seconds": round(taken, 2),
        "rows_per_second": round(rows / taken),
        "copy_rows_per_second": round(rows / copied),
        "ratio": round(copied / taken, 3),
        "peak_mib": round(ours.mib + servers.mib),
        "peak_mib_of": {"raabta": round(ours.mib), "postgresql": round(servers.mib)},
        "phases": {name: round(seconds, 2) for name, seconds in phases.seconds.items()},
    }


def _bring_to_cases(office: Office, path: Path, phases: Phases) -> tuple[BeneficiaryList, CasesOpened]:
    db, scope = office.db, office.scope
    upload = UploadedFile(path, path.name, max_bytes=1 << 40)
    with phases.phase("receive"):
        list_id = done(receive_list(db, scope, office.campaign_id, upload, user_id=None, now=_now()))
    with phases.phase("confirm"):
        columns = ColumnMap.from_json(_list(office, list_id).columns)
        done(confirm_columns(db, scope, list_id, columns, user_id=None, now=_now()))
    with phases.phase("import"):
        done(import_list(db, list_id, now=_now))
    note_demo_basis(db, _list(office, list_id), now=_now())
    with phases.phase("approve"):
        opened: CasesOpened | Refusal = approve_list(db, scope, list_id, user_id=None, now=_now())
    return _list(office, list_id), done(opened)


def _list(office: Office, list_id: UUID) -> BeneficiaryList:
    with office.db.transaction(office.scope) as session:
        kept = beneficiary_list(session, list_id)
    if kept is None:
        raise LookupError(list_id)
    return kept


def _bare_copy(db: Database, folder: Path) -> float:
    write_stored_rows(db, folder)
    make_bare_tables(db)
    make_checkpoint(db)
    phases = Phases()
    with phases.phase("copy"):
        copy_into_bare_tables(db, folder)
    return phases.seconds["copy"]


def _open_office(db: Database) -> Office:
    load_areas(db)
    floor = set_up_floor(db, demo_floor(1), DEMO_PASSWORD, now=_now())
    draft = demo_campaign(floor, json.loads(SCRIPT.read_text(encoding="utf-8")), now=_now())
    campaign_id = draft_campaign(db, floor.department_id, draft, now=_now())
    return Office(db, Scope(floor.department_id), campaign_id)


@contextmanager
def _own_postgres(folder: Path) -> Iterator[Postgres]:
    server = Home(folder).postgres()
    try:
        server.start()
        server.create(DATABASE)
        yield server
    finally:
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)


def _process_id(server: Postgres) -> int:
    return int((server.data / "postmaster.pid").read_text().splitlines()[0])


def _now() -> datetime:
    return datetime.now(UTC)
