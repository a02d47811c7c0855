"""Shows on a terminal how far the import of a list has read, while it runs."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from campaigns.house import House
from campaigns.store.lists import beneficiary_list
from campaigns.store.session import EVERYTHING

LOOKED_AT: Final = 0.5  # seconds


@contextmanager
def import_progress(house: House, list_id: UUID, console: Console | None = None) -> Iterator[None]:
    """Draw a bar on a terminal until the block ends; elsewhere, as in a log, nothing is written."""
    console = console or Console(file=sys.stderr)
    if not console.is_terminal:
        yield
        return
    over = threading.Event()
    columns = (TextColumn("Reading"), BarColumn(), TextColumn("{task.completed:,.0f} rows"), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        watch = threading.Thread(target=_watch, args=(house, list_id, bar, bar.add_task("", total=None), over))
        watch.start()
        try:
            yield
        finally:
            over.set()
            watch.join()


def _watch(house: House, list_id: UUID, bar: Progress, task: TaskID, over: threading.Event) -> None:
    going_on = True
    while going_on:
        going_on = not over.wait(LOOKED_AT)
        with house.db.transaction(EVERYTHING) as session:
            kept = beneficiary_list(session, list_id)
        if kept is not None:
            bar.update(task, completed=kept.rows_total or kept.rows_read, total=kept.rows_total)
