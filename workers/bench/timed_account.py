"""Draws a long account, freezes and checks it, on a PostgreSQL of its own, beside a bare COPY of the same rows."""

import os
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import psutil

from campaigns.ask_for_certificate import ask_for_certificate
from campaigns.draw_account import draw_account
from campaigns.freeze_account import freeze_account
from campaigns.rules.certificate_check import check_certificate
from campaigns.rules.refusals import Refusal
from campaigns.sheets.signing_key import make_signing_key, signed_by, signing_key
from campaigns.sheets.write_account import COLUMNS, account_csv
from campaigns.store.bells import NoBells
from campaigns.store.benchmarks import make_checkpoint
from campaigns.store.busy_account import bare_copy_of, make_busy_account
from campaigns.store.certificates import file_of
from campaigns.store.migrate import migrate
from campaigns.store.session import Database
from workers.bench.memory import PeakMemory
from workers.bench.office import Office, now, open_office
from workers.bench.phases import Phases
from workers.bench.timed_import import own_postgres
from workers.bench.usage import cpu_of_tree
from workers.demo.opening import done
from workers.embedded import Postgres

DATABASE = "bench"


def time_account(rows: int) -> dict[str, Any]:
    """Draw the account of so many rows and return what `raabta bench account` prints."""
    with TemporaryDirectory(prefix="raabta-bench-") as folder, own_postgres(Path(folder)) as server:
        migrate(server.url(DATABASE))
        with closing(Database(server.url(DATABASE), NoBells(), pool_size=4)) as db:
            office, file = open_office(db), Path(folder, "account.csv")
            make_busy_account(db, office.campaign_id, _department(office), rows, now=now())
            make_checkpoint(db)
            phases = Phases()
            with PeakMemory(os.getpid()) as ours, PeakMemory(server.process_id()) as servers:
                before = _cpu(server)
                with phases.phase("account"):
                    _draw(office, file)
                taken = {name: round(after - before[name], 2) for name, after in _cpu(server).items()}
                findings = _freeze(office, Path(folder), phases)
            copied = bare_copy_of(db, file, len(COLUMNS))
    return {
        "rows": rows,
        "seconds": round(phases.seconds["account"], 2),
        "rows_per_second": round(rows / phases.seconds["account"]),
        "copy_rows_per_second": round(rows / copied),
        "ratio": round(copied / phases.seconds["account"], 3),
        "cpu_seconds_of": taken,
        "peak_mib": round(ours.mib + servers.mib),
        "peak_mib_of": {"raabta": round(ours.mib), "postgresql": round(servers.mib)},
        "freeze_seconds": round(phases.seconds["freeze"], 2),
        "verify_seconds": round(phases.seconds["verify"], 2),
        "findings": findings,
    }


def _cpu(server: Postgres) -> dict[str, float]:
    pids = {"raabta": os.getpid(), "postgresql": server.process_id()}
    return {name: cpu_of_tree(psutil.Process(pid)) for name, pid in pids.items()}


def _department(office: Office) -> UUID:
    if office.scope.department_id is None:
        raise LookupError(office)
    return office.scope.department_id


def _draw(office: Office, file: Path) -> None:
    with draw_account(office.db, office.scope, office.campaign_id, now=now()) as account:
        if isinstance(account, Refusal) or not account.balanced:
            raise RuntimeError("The account is not balanced.")
        with file.open("w", encoding="utf-8", newline="") as lines:
            lines.writelines(account_csv(account))


def _freeze(office: Office, folder: Path, phases: Phases) -> int:
    """Freeze the account, check its file, and return how much of it is not as it was signed."""
    make_signing_key(folder / "key.pem")
    key = signing_key(str(folder / "key.pem"))
    asked = done(ask_for_certificate(office.db, office.scope, office.campaign_id, None, now=now()))
    with phases.phase("freeze"):
        certificate = done(freeze_account(office.db, asked, lambda: key, now=now))
    with office.db.transaction(office.scope) as session, (folder / "account.jsonl").open("wb") as file:
        file.writelines(file_of(session, certificate.id))
    with phases.phase("verify"), (folder / "account.jsonl").open("rb") as lines:
        checked = check_certificate(lines, key.public, signed_by)
    return len(checked.findings) + checked.more
