"""A list read in shares by several processes is the list read by one, and an overtaken reading leaves nothing."""

import csv
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import psutil
import pytest
from sqlalchemy import select, update

from campaigns.lists.import_list import import_list
from campaigns.lists.receive_list import UploadedFile
from campaigns.rules.list_states import ListStatus
from campaigns.rules.verdicts import Verdict
from campaigns.shared.list_share import AT_ONCE, Share, read_share
from campaigns.shared.list_shares import WORTH_SHARING
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import BeneficiaryList, ListRow
from tests.given_floor import NOW, Floor, given_floor
from tests.given_gate import gate_within_lists
from tests.given_list import kept, mapped, upload
from tests.given_mends import counted, rows, totals
from tests.sheets.given_tables import written_as
from workers.bench.long_list import write_long_list


@pytest.fixture
def floor(areas: None, db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


def read_by_one(db: Database, list_id: UUID) -> None:
    """Make the list look too short to be shared."""
    with db.transaction(EVERYTHING) as session:
        session.execute(update(BeneficiaryList).where(BeneficiaryList.id == list_id).values(rows_expected=1))
    assert import_list(db, list_id, now=lambda: NOW) is None


def people_by_row(db: Database, list_id: UUID) -> list[UUID]:
    with db.transaction(EVERYTHING) as session:
        mine = select(ListRow.beneficiary_id).where(ListRow.list_id == list_id).order_by(ListRow.row)
        return [person for person in session.scalars(mine) if person is not None]


def test_a_long_list_is_the_same_whether_one_process_reads_it_or_several(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    path = tmp_path / "long.csv"
    write_long_list(path, 3 * AT_ONCE + 17)
    text = path.read_text(encoding="utf-8")
    one, several = (mapped(db, floor, upload(tmp_path, text + end, f"{end}.csv")) for end in ("one", "several"))
    read_by_one(db, one)
    with db.transaction(EVERYTHING) as session:
        long = update(BeneficiaryList).where(BeneficiaryList.id == several)
        session.execute(long.values(rows_expected=WORTH_SHARING))
    assert import_list(db, several, now=lambda: NOW) is None
    assert [row | {"cells": []} for row in rows(db, one).values()] == [
        row | {"cells": []} for row in rows(db, several).values()
    ]
    assert totals(db, one) == totals(db, several) == counted(db, several)
    for each in (one, several):  # so that an index of people is written at its end only
        assert people_by_row(db, each) == sorted(people_by_row(db, each))


def test_a_long_workbook_is_the_same_whether_one_process_reads_it_or_several(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    write_long_list(tmp_path / "long.csv", AT_ONCE + 17)
    with (tmp_path / "long.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file))
    files = [written_as("xlsx", tmp_path / f"{name}.xlsx", [*table, [name]]) for name in ("one", "several")]
    one, several = (mapped(db, floor, UploadedFile(file, file.name, max_bytes=50_000_000)) for file in files)
    read_by_one(db, one)
    with db.transaction(EVERYTHING) as session:
        long = update(BeneficiaryList).where(BeneficiaryList.id == several)
        session.execute(long.values(rows_expected=WORTH_SHARING))
    assert import_list(db, several, now=lambda: NOW) is None
    said = [[row | {"cells": []} for row in rows(db, each).values()][:-1] for each in (one, several)]
    assert said[0] == said[1]
    assert len(said[0]) > AT_ONCE


def test_signs_that_mean_something_to_postgresql_are_stored_as_they_stand(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    odd = ("C:\\new\\table \\N", "\\.Ali", "O'Dar {a b}", "Bibi \x7f\x1b\\t", "\u200dرابعہ\\")
    lines = "\n".join(f"{name},{name},94190123{at}" for at, name in enumerate(odd, 10))
    list_id = mapped(db, floor, upload(tmp_path, f"Name,Father's name,Mobile No\n{lines}\n"))
    assert import_list(db, list_id, now=lambda: NOW) is None
    stored = list(rows(db, list_id).values())[1:]
    assert [row["name"] for row in stored] == list(odd)
    assert [row["cells"][:2] for row in stored] == [[name, name] for name in odd]


def test_a_share_of_a_reading_that_was_overtaken_stores_nothing(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = mapped(db, floor, file := upload(tmp_path))
    with db.transaction(EVERYTHING) as session:
        running = {"status": ListStatus.IMPORTING, "readings": 2}
        session.execute(update(BeneficiaryList).where(BeneficiaryList.id == list_id).values(running))
    share = Share(list_id, 1, file.path, "IN", NOW)
    assert read_share(db, share) is None
    assert rows(db, list_id) == {}
    counted_rows = read_share(db, replace(share, reading=2))
    assert counted_rows is not None
    assert sum(counted_rows[verdict] for verdict in Verdict) == 10
    assert len(rows(db, list_id)) == kept(db, list_id).rows_read == 10


def test_what_another_process_cannot_read_is_said_here(db: Database, floor: Floor, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    write_long_list(path, AT_ONCE + 20)  # the bad row stands in the second batch, which another process reads
    text = path.read_text(encoding="utf-8") + f"1,{'x' * 200_000}\r\n"
    list_id = mapped(db, floor, upload(tmp_path, text))
    with db.transaction(EVERYTHING) as session:
        long = update(BeneficiaryList).where(BeneficiaryList.id == list_id)
        session.execute(long.values(rows_expected=WORTH_SHARING))
    refusal = import_list(db, list_id, now=lambda: NOW)
    assert refusal is not None
    assert refusal.because == "cell_too_long"
    assert str(AT_ONCE + 21) in refusal.hint.replace(",", "")
    assert kept(db, list_id).problem == refusal.hint


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one processor reads a list alone")
def test_a_list_waits_to_be_read_again_when_a_process_at_it_dies(db: Database, floor: Floor, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    write_long_list(path, 2 * AT_ONCE)
    list_id = mapped(db, floor, upload(tmp_path, path.read_text(encoding="utf-8")))
    with db.transaction(EVERYTHING) as session:
        long = update(BeneficiaryList).where(BeneficiaryList.id == list_id)
        session.execute(long.values(rows_expected=WORTH_SHARING))
    with gate_within_lists(db, row=AT_ONCE + 500) as gate, ThreadPoolExecutor(1) as worker:
        importing = worker.submit(import_list, db, list_id, now=lambda: NOW)
        gate.reached()
        for reader in psutil.Process().children():
            if "campaigns.shared.list_shares" in reader.cmdline():
                reader.kill()
        with pytest.raises(ChildProcessError):
            importing.result(120)
    assert kept(db, list_id).status is ListStatus.IMPORTING
    assert import_list(db, list_id, now=lambda: NOW) is None
    assert len(rows(db, list_id)) == kept(db, list_id).rows_total == 2 * AT_ONCE
