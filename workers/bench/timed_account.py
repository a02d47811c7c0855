"""Draws a long account, freezes and checks it, on a PostgreSQL of its own, beside a bare COPY of the same rows."""

import os
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from uuid import UUID

import psutil

from campaigns.accounts.ask_for_certificate import ask_for_certificate
from campaigns.accounts.draw_account import draw_account
from campaigns.accounts.freeze_account import freeze_account
from campaigns.rules.refusals import Refusal
from campaigns.sheets.certificate_check import check_certificate
from campaigns.sheets.signing_key import make_signing_key, signed_by, signing_key
from campaigns.sheets.write_account import COLUMNS, account_csv
from campaigns.store.accounts.certificates import file_of
from campaigns.store.benches.benchmarks import make_checkpoint
from campaigns.store.benches.busy_account import bare_copy_of
from campaigns.store.channel import NoBells
from campaigns.store.session import Database, Scope
from workers.bench.long_account import make_long_account
from workers.bench.memory import PeakMemory
from workers.bench.own_server import DATABASE, own_postgres
from workers.bench.phases import Phases
from workers.bench.processor import cpu_of_tree
from workers.embedded.postgres import Postgres

T = TypeVar("T")


def time_account(rows: int) -> dict[str, Any]:
    """Draw the account of so many rows and return what `raabta bench account` prints."""
    with TemporaryDirectory(prefix="raabta-bench-") as folder, own_postgres(Path(folder)) as server:
        scope, campaign_id = make_long_account(server.url(DATABASE), rows)
        with closing(Database(server.url(DATABASE), NoBells(), pool_size=4)) as db:
            make_checkpoint(db)
            file, phases = Path(folder, "account.csv"), Phases()
            with PeakMemory(os.getpid(), server.process_id()) as peak:
                before = _cpu(server)
                with phases.phase("account"):
                    _draw(db, scope, campaign_id, file)
                taken = {name: round(after - before[name], 2) for name, after in _cpu(server).items()}
                findings = _freeze(db, scope, campaign_id, Path(folder), phases)
            copied = bare_copy_of(db, file, len(COLUMNS))
    return {
        "rows": rows,
        "seconds": round(phases.seconds["account"], 2),
        "rows_per_second": round(rows / phases.seconds["account"]),
        "copy_rows_per_second": round(rows / copied),
        "ratio": round(copied / phases.seconds["account"], 3),
        "cpu_seconds_of": taken,
        "peak_mib": round(peak.mib),
        "peak_mib_of": dict(zip(("raabta", "postgresql"), peak.mib_of, strict=True)),
        "freeze_seconds": round(phases.seconds["freeze"], 2),
        "verify_seconds": round(phases.seconds["verify"], 2),
        "findings": findings,
    }


def _cpu(server: Postgres) -> dict[str, float]:
    pids = {"raabta": os.getpid(), "postgresql": server.process_id()}
    return {name: cpu_of_tree(psutil.Process(pid)) for name, pid in pids.items()}


def _draw(db: Database, scope: Scope, campaign_id: UUID, file: Path) -> None:
    with draw_account(db, scope, campaign_id, now=_now()) as account:
        if not _done(account).balanced:
            raise RuntimeError("The account is not balanced.")
        with file.open("w", encoding="utf-8", newline="") as lines:
            lines.writelines(account_csv(_done(account)))


def _freeze(db: Database, scope: Scope, campaign_id: UUID, folder: Path, phases: Phases) -> int:
    """Freeze the account, check its file, and return how much of it is not as it was signed."""
    make_signing_key(folder / "key.pem")
    key = signing_key(str(folder / "key.pem"))
    asked = _done(ask_for_certificate(db, scope, campaign_id, None, now=_now()))
    with phases.phase("freeze"):
        certificate = _done(freeze_account(db, asked, lambda: key, now=_now))
    with db.transaction(scope) as session, (folder / "account.jsonl").open("wb") as file:
        file.writelines(file_of(session, certificate.id))
    with phases.phase("verify"), (folder / "account.jsonl").open("rb") as lines:
        checked = check_certificate(lines, key.public, signed_by)
    return len(checked.findings) + checked.more


def _done(found: T | Refusal) -> T:
    if isinstance(found, Refusal):
        raise RuntimeError(found.hint)
    return found


def _now() -> datetime:
    return datetime.now(UTC)
