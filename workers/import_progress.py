"""Shows on a terminal how far the import of a list has read, while it runs."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from campaigns.house import House
from campaigns.rules.lists.import_progress import ImportProgress, import_progress
from campaigns.store.lists.list_moves import import_begun_at
from campaigns.store.lists.lists import beneficiary_list
from campaigns.store.session import EVERYTHING

LOOKED_AT: Final = 0.5  # seconds


@contextmanager
def shown_import(house: House, list_id: UUID, console: Console | None = None) -> Iterator[None]:
    """Draw a bar on a terminal until the block ends; elsewhere, as in a log, nothing is written."""
    console = console or Console(file=sys.stderr)
    if not console.is_terminal:
        yield
        return
    over = threading.Event()
    columns = (TextColumn("Reading"), BarColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console) as bar:
        watch = threading.Thread(target=_watch, args=(house, list_id, bar, bar.add_task("", total=None), over))
        watch.start()
        try:
            yield
        finally:
            over.set()
            watch.join()


def in_words(how_far: ImportProgress) -> str:
    """Return what stands beside the bar."""
    told = [f"{how_far.rows:,} rows"]
    if how_far.share is not None:
        told.insert(0, f"{how_far.share:.0%}")
    if how_far.rows_per_second:
        told.append(f"{how_far.rows_per_second:,} a second")
    if how_far.left is not None:
        told.append(f"{how_far.left} left")
    return ", ".join(told)


def _watch(house: House, list_id: UUID, bar: Progress, task: TaskID, over: threading.Event) -> None:
    going_on = True
    while going_on:
        going_on = not over.wait(LOOKED_AT)
        with house.db.transaction(EVERYTHING) as session:
            kept, begun_at = beneficiary_list(session, list_id), import_begun_at(session, list_id)
        if kept is None:
            continue
        if kept.rows_total is not None:
            bar.update(task, total=1, completed=1, description=f"{kept.rows_total:,} rows")
            continue
        how_far = import_progress(rows=kept.rows_read, expected=kept.rows_expected, begun_at=begun_at, now=house.now())
        bar.update(task, total=how_far.share and 1, completed=how_far.share or 0, description=in_words(how_far))
