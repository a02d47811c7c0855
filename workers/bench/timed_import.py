"""Imports a long list whole through the use cases, on a PostgreSQL of its own, and measures it."""

import os
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from campaigns.lists.approve_list import CasesOpened, approve_list
from campaigns.rules.refusals import Refusal
from campaigns.store.bells import NoBells
from campaigns.store.benches.benchmarks import (
    copy_into_bare_tables,
    make_bare_tables,
    make_checkpoint,
    opening_of_cases,
    write_stored_rows,
)
from campaigns.store.migrate import migrate
from campaigns.store.session import Database
from campaigns.store.tables import BeneficiaryList
from workers.bench.long_list import write_long_list
from workers.bench.memory import PeakMemory
from workers.bench.office import Office, now, open_office
from workers.bench.own_server import DATABASE, own_postgres
from workers.bench.phases import Phases
from workers.demo.opening import done, note_demo_basis


def time_import(rows: int, *, kind: str) -> dict[str, Any]:
    """Import a list of so many rows and return what `raabta bench import` prints.

    Counted are read, verdict, areas, rows, people and phones, each committed; the cases that the same approval opens
    are the campaign's, and are told as a phase of their own.
    """
    with TemporaryDirectory(prefix="raabta-bench-") as folder, own_postgres(Path(folder)) as server:
        path = Path(folder, f"list.{kind}")
        write_long_list(path, rows)
        phases = Phases()
        migrate(server.url(DATABASE))
        with closing(Database(server.url(DATABASE), NoBells(), pool_size=4)) as db:
            office = open_office(db)
            make_checkpoint(db)
            with PeakMemory(os.getpid(), server.process_id()) as peak:
                kept, opened = _bring_to_cases(office, path, phases)
            copied = _bare_copy(db, Path(folder))
    taken = sum(phases.seconds.values()) - phases.seconds["cases"]
    seen = taken - phases.seconds["people"]
    return {
        "rows": kept.rows_total,
        "accepted": kept.accepted,
        "cases": opened.cases,
        "seconds": round(taken, 2),
        "seconds_to_problems": round(seen, 2),
        "rows_per_second": round(rows / taken),
        "copy_rows_per_second": round(rows / copied),
        "ratio": round(copied / taken, 3),
        "peak_mib": round(peak.mib),
        "peak_mib_of": dict(zip(("raabta", "postgresql"), peak.mib_of, strict=True)),
        "phases": {name: round(seconds, 2) for name, seconds in phases.seconds.items()},
    }


def _bring_to_cases(office: Office, path: Path, phases: Phases) -> tuple[BeneficiaryList, CasesOpened]:
    list_id = office.bring_to_review(path, phases)
    note_demo_basis(office.db, office.list_of(list_id), now=now())
    with opening_of_cases(office.db) as cases, phases.phase("people"):
        opened: CasesOpened | Refusal = approve_list(office.db, office.scope, list_id, user_id=None, now=now())
    phases.seconds["cases"] = sum(cases)
    phases.seconds["people"] -= phases.seconds["cases"]
    return office.list_of(list_id), done(opened)


def _bare_copy(db: Database, folder: Path) -> float:
    write_stored_rows(db, folder)
    make_bare_tables(db)
    make_checkpoint(db)
    phases = Phases()
    with phases.phase("copy"):
        copy_into_bare_tables(db, folder)
    return phases.seconds["copy"]
