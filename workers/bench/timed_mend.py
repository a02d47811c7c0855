"""Mends single rows of a long list through the pages as an officer's browser does, and measures how soon they answer."""

import os
import re
import shutil
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from uuid import UUID

import httpx

from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.mends import cell_at, cell_mark
from campaigns.rules.verdicts import Reason
from campaigns.store.bells import NoBells
from campaigns.store.benches.bare_updates import touch_row
from campaigns.store.benches.benchmarks import make_checkpoint
from campaigns.store.lists.cause_rows import first_rows_of_cause
from campaigns.store.session import Database
from campaigns.store.tables import ListRow
from workers.bench.long_list import write_long_list
from workers.bench.office import Office, open_office
from workers.bench.phases import Phases
from workers.demo.people import DEMO_PASSWORD, OFFICER
from workers.embedded.ports import free_port
from workers.environment import Home, demo_environment
from workers.machine import machine
from workers.programs import Listening, programs

CAUSE: Final = Reason.PHONE_INVALID
TIMES: Final = 40  # changes of each kind
WARM_UP: Final = 5  # changes that are not measured: the areas are read once
_TOKEN: Final = re.compile(r'name="csrf-token" content="([^"]+)"')


@dataclass(frozen=True)
class Answers:
    """How long the answers to one kind of change took."""

    seconds: Sequence[float]

    def told(self) -> dict[str, float]:
        """Return the median and what 95 of 100 keep to, in milliseconds."""
        ordered = sorted(self.seconds)
        return {
            "p50_ms": round(statistics.median(ordered) * 1000, 1),
            "p95_ms": round(ordered[max(round(len(ordered) * 0.95) - 1, 0)] * 1000, 1),
        }


def time_mends(rows: int, *, times: int = TIMES, options: Sequence[str] = ()) -> dict[str, Any]:
    """Mend rows of a list of so many and return what `raabta bench mend` prints; `options` of its PostgreSQL."""
    with TemporaryDirectory(prefix="raabta-bench-") as folder:
        home = Home(Path(folder))
        home.ports(web=free_port())  # somebody's Raabta may run on the usual one
        try:
            with machine(home, demo_environment(os.environ, home), *options) as here:
                database = Database(here.settings.database_url, NoBells(), pool_size=4)
                with closing(database) as db:
                    office, path = open_office(db), Path(folder, "list.csv")
                    write_long_list(path, rows)
                    list_id = office.bring_to_review(path, Phases())
                    make_checkpoint(db)
                    here.start(programs(["web"], Listening(home.ports())))
                    here.wait_for(home.ports()["web"])
                    with httpx.Client(base_url=here.settings.public_base_url, timeout=60) as browser:
                        return _measure(office, list_id, _Officer(browser), times) | {"rows": rows}
        finally:
            shutil.rmtree(home.servers, ignore_errors=True)


def _measure(office: Office, list_id: UUID, officer: "_Officer", times: int) -> dict[str, Any]:
    with office.db.transaction(office.scope) as session:
        found = first_rows_of_cause(session, list_id, CAUSE, limit=2 * (times + WARM_UP))
    if len(found) < 2 * (WARM_UP + 1):
        raise ValueError("a list with so few invalid phones has nothing to mend: ask for more rows")
    edited, equal = found[::2], found[1::2]
    phone = ColumnMap.from_json(office.list_of(list_id).columns).phones[0]
    officer.sign_in()
    steps = range(1, len(edited) + 1)
    told = {
        "edit": _timed(lambda row: officer.edit(list_id, row, phone), edited),
        "equal_values": _timed(lambda row: officer.change_equal(list_id, row, phone), equal),
        "undo": _timed(lambda step: officer.undo(list_id, step), steps),
        "bare_update": _timed(lambda row: touch_row(office.db, office.scope, list_id, row.row), edited),
    }
    figures: dict[str, Any] = {name: answers.told() for name, answers in told.items()}
    slowest = max(figures[name]["p95_ms"] for name in ("edit", "equal_values", "undo"))
    ratio = figures["edit"]["p50_ms"] / max(figures["bare_update"]["p50_ms"], 0.001)
    return figures | {"p95_ms": slowest, "ratio": round(ratio, 1), "changes": len(steps) - WARM_UP}


def _timed(change: Callable[[Any], None], each: Sequence[ListRow] | range) -> Answers:
    seconds = []
    for one in each:
        began = time.perf_counter()
        change(one)
        seconds.append(time.perf_counter() - began)
    return Answers(seconds[WARM_UP:])


class _Officer:
    """An officer's browser. What a change answers with is read to its end."""

    def __init__(self, browser: httpx.Client) -> None:
        self._browser = browser
        self._token = ""

    def sign_in(self) -> None:
        """Come in."""
        self._take_token("/sign-in")
        self._post("/sign-in", {"sign_in": OFFICER, "password": DEMO_PASSWORD})
        self._take_token("/lists/")

    def edit(self, list_id: UUID, row: ListRow, column: int) -> None:
        """Type a phone into a row, as the page's script sends it."""
        typed = {f"seen-{column}": cell_mark(cell_at(row.cells, column)), f"cell-{column}": _phone(row)}
        self._post(f"/lists/{list_id}/rows/{row.row}", {"cause": CAUSE.value, **typed}, {"X-Part": "row"})

    def change_equal(self, list_id: UUID, row: ListRow, column: int) -> None:
        """Change a text that stands in one row alone, and get the page anew."""
        seen = {"row": str(row.row), "column": str(column), "seen": cell_mark(cell_at(row.cells, column))}
        self._post(f"/lists/{list_id}/equal-values", {"cause": CAUSE.value, "text": _phone(row), **seen})

    def undo(self, list_id: UUID, step: int) -> None:
        """Undo a step, and get the page anew."""
        self._post(f"/lists/{list_id}/mends/{step}/undo", {"cause": CAUSE.value})

    def _take_token(self, path: str) -> None:
        page = self._browser.get(path, follow_redirects=True)
        token = _TOKEN.search(page.raise_for_status().text)
        if token is None:
            raise LookupError(path)
        self._token = token[1]

    def _post(self, path: str, fields: dict[str, str], headers: dict[str, str] | None = None) -> None:
        sent = {"csrf_token": self._token, **fields}
        self._browser.post(path, data=sent, headers=headers, follow_redirects=True).raise_for_status()


def _phone(row: ListRow) -> str:
    return f"94190{row.row % 90_000 + 10_000}"
