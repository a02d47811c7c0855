"""Opens every page of an office of millions of people as its browsers do, over HTTP, and measures how soon each answers."""

import os
import re
import shutil
import statistics
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import httpx

from campaigns.store.bells import NoBells
from campaigns.store.benches.long_places import places_to_look
from campaigns.store.session import EVERYTHING, Database
from workers.bench.long_office import open_long_office
from workers.bench.office_pages import OfficePage, office_pages
from workers.demo.people import ADMIN, DEMO_PASSWORD, OFFICER, SUPERVISOR
from workers.embedded.ports import free_port
from workers.environment import Home, demo_environment
from workers.machine import machine
from workers.programs import Listening, programs

TIMES: Final = 12
GOAL_MS: Final = 300.0
SIGN_IN: Final = "/sign-in"
SLOW: Final = 5.0  # seconds; what takes longer is opened twice only
_TOKEN: Final = re.compile(r'name="csrf-token" content="([^"]+)"')


def time_pages(cases: int, *, times: int = TIMES, options: Sequence[str] = ()) -> dict[str, Any]:
    """Fill an office and return what `raabta bench pages` prints; `options` of its PostgreSQL."""
    with TemporaryDirectory(prefix="raabta-bench-") as folder:
        home = Home(Path(folder))
        home.ports(web=free_port())  # somebody's Raabta may run on the usual one
        try:
            with machine(home, demo_environment(os.environ, home), *options) as here:
                with closing(Database(here.settings.database_url, NoBells(), pool_size=4)) as db:
                    office = open_long_office(db, cases)
                    with db.transaction(EVERYTHING) as session:
                        places = places_to_look(session, office.campaign_id)
                here.start(programs(["web"], Listening(home.ports())))
                here.wait_for(home.ports()["web"])
                pages = list(office_pages(office.scope.department_id, office.campaign_id, places))
                found = open_pages(here.settings.public_base_url, pages, times=times)
                return {"cases": cases, "goal_ms": GOAL_MS, "pages": found, "over": over_goal(found)}
        finally:
            shutil.rmtree(home.servers, ignore_errors=True)


def over_goal(found: dict[str, dict[str, float]]) -> list[str]:
    """Return the pages of which not 95 of 100 keep to the goal."""
    return [name for name, took in found.items() if took["p95_ms"] > GOAL_MS]


def open_pages(address: str, pages: Sequence[OfficePage], *, times: int) -> dict[str, dict[str, float]]:
    """Open each page so often, first once unmeasured, and return the milliseconds by its name."""
    with ExitStack() as browsers:
        of_role = {
            role: browsers.enter_context(
                httpx.Client(base_url=address, timeout=600, trust_env=False, follow_redirects=True)
            )
            for role in (OFFICER, SUPERVISOR, ADMIN)
        }
        tokens = {role: _signed_in(browser, role) for role, browser in of_role.items()}
        return {page.name: _timed(of_role[page.role], tokens[page.role], page, times) for page in pages}


def _signed_in(browser: httpx.Client, role: str) -> str:
    fields = {"sign_in": role, "password": DEMO_PASSWORD, "csrf_token": _token(browser.get(SIGN_IN))}
    return _token(browser.post(SIGN_IN, data=fields))


def _token(page: httpx.Response) -> str:
    found = _TOKEN.search(page.raise_for_status().text)
    if found is None:
        raise LookupError(str(page.url))
    return found[1]


def _timed(browser: httpx.Client, token: str, page: OfficePage, times: int) -> dict[str, float]:
    first = _opened(browser, token, page)
    took = sorted(_opened(browser, token, page) * 1000 for _ in range(times if first < SLOW else 1))
    most = took[max(round(len(took) * 0.95) - 1, 0)]
    return {"p50_ms": round(statistics.median(took), 1), "p95_ms": round(most, 1)}


def _opened(browser: httpx.Client, token: str, page: OfficePage) -> float:
    """Open a page to its end and return the seconds; one that does not answer as it should is no figure."""
    began = time.perf_counter()
    if page.find is None:
        answer = browser.get(page.path)
    else:
        answer = browser.post(page.path, data={"csrf_token": token, "find": page.find})
    took = time.perf_counter() - began
    if answer.status_code != httpx.codes.OK or answer.url.path == SIGN_IN:
        raise LookupError(f"{page.name}: {page.path} answered {answer.status_code}")
    return took
