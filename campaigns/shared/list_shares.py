"""Reads a list in shares: one here, and each other in a process of its own, which `python -m campaigns.shared.list_shares` is.

The process is told what to read on its standard input and answers on its standard output, one line of JSON each.
"""

import json
import os
import sys
from array import array
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any, Final
from uuid import UUID

from campaigns.rules.lists.counted_rows import Totals, totals_of
from campaigns.rules.lists.sayings import KIND
from campaigns.shared.list_share import Share, read_share
from campaigns.sheets.open_sheet import UnreadableFile, is_workbook, tell_rows_once
from campaigns.store.channel import NoBells
from campaigns.store.session import Database, Patience
from campaigns.store.tables import BeneficiaryList

WORTH_SHARING: Final = 30_000  # rows; a process takes a second to begin
MOST_SHARES: Final = 4
_CONNECTIONS: Final = 2  # of a process: one reads, one writes
_HOME: Final = Path(__file__).parents[2]


@dataclass(frozen=True)
class Read:
    """A list whose rows are all stored, each with what is known of it alone."""

    totals: Totals
    sayings: "array[int]"  # of its accepted rows: rules/lists/sayings


@contextmanager
def readers_beside(kept: BeneficiaryList) -> Iterator[list[Popen[str]]]:
    """Begin the processes that will read a long list beside this one; until they are told what, they make ready."""
    with ExitStack() as readers:
        yield [readers.enter_context(_reader()) for _ in range(1, _shares(kept.rows_expected or 0))]


def read_shares(db: Database, whole: Share, kept: BeneficiaryList, readers: Sequence[Popen[str]]) -> Read | None:
    """Read a list together with those readers; None when it is no longer to be read.

    Raises:
        UnreadableFile: some row cannot be read; the sentence names it.
        ChildProcessError: a process ended without an answer.
    """
    of = len(readers) + 1
    if readers and is_workbook(whole.path):
        tell_rows_once(whole.path, sheet=kept.sheet, encoding=kept.encoding)
    shares = [replace(whole, number=number, of=of) for number in range(of)]
    for reader, share in zip(readers, shares[1:], strict=True):
        _tell(reader, _told(db, share))
    mine = read_share(db, shares[0])
    theirs = [_answer(reader) for reader in readers]
    if mine is None or None in theirs:
        return None
    return Read(sum(filter(None, theirs), mine), _sayings(shares))


def _sayings(shares: Sequence[Share]) -> "array[int]":
    found = array(KIND)
    for share in shares:
        with share.sayings.open("rb") as sayings:
            found.fromfile(sayings, share.sayings.stat().st_size // found.itemsize)
    return found


def _shares(rows: int) -> int:
    if rows < WORTH_SHARING:
        return 1
    return min(len(os.sched_getaffinity(0)), MOST_SHARES)


def _told(db: Database, share: Share) -> str:
    told: dict[str, Any] = {"url": db.engine.url.render_as_string(hide_password=False), "share": asdict(share)}
    if db.patience is not None:
        told["patience"] = [db.patience.statement.total_seconds(), db.patience.lock.total_seconds()]
    return json.dumps(told, default=str)


@contextmanager
def _reader() -> Iterator[Popen[str]]:
    command = [sys.executable, "-m", "campaigns.shared.list_shares"]
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True, cwd=_HOME) as reader:  # noqa: S603 - our own module
        try:
            yield reader
        finally:
            reader.kill()


def _tell(reader: Popen[str], line: str) -> None:
    if reader.stdin is not None:
        with suppress(BrokenPipeError):  # it is gone already: its answer will be missed
            reader.stdin.write(line)
            reader.stdin.flush()
        with suppress(BrokenPipeError):
            reader.stdin.close()


def _answer(reader: Popen[str]) -> Totals | None:
    line = reader.stdout.readline() if reader.stdout is not None else ""
    if not line:
        raise ChildProcessError(f"a share of the list ended without an answer ({reader.wait()})")
    answer = json.loads(line)
    if "because" in answer:
        raise UnreadableFile(**answer)
    return None if answer["read"] is None else totals_of(answer["read"])


def main() -> None:
    """Read the share that standard input tells of."""
    told = json.load(sys.stdin)
    patience = Patience(*(timedelta(seconds=seconds) for seconds in told["patience"])) if "patience" in told else None
    with closing(Database(told["url"], NoBells(), pool_size=_CONNECTIONS, patience=patience)) as db:
        try:
            answer: dict[str, Any] = {"read": read_share(db, _share(told["share"]))}
        except UnreadableFile as unreadable:
            answer = {word: getattr(unreadable, word) for word in ("because", "hint", "row", "column")}
    sys.stdout.write(json.dumps(answer) + "\n")


def _share(told: dict[str, Any]) -> Share:
    kept = {"list_id": UUID(told["list_id"]), "path": Path(told["path"]), "at": datetime.fromisoformat(told["at"])}
    return Share(**told | kept)


if __name__ == "__main__":
    main()
