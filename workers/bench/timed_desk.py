"""Times the agent's desk in a real Chromium behind a thin link: what comes over it, how soon she can work, how fast keys are."""

import csv
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import httpx
from playwright.sync_api import Browser

from campaigns.house import open_house
from workers.bench.desk_in_browser import Desk, chromium, desk_in
from workers.bench.thin_link import EDGE, ThinLink
from workers.demo.names import FAMILIES, MEN
from workers.demo.opening import open_floor
from workers.demo.people import agent_sign_in
from workers.demo.sample_list import HEADER
from workers.embedded.ports import free_port
from workers.environment import Home, demo_environment, wall_second, working_clock
from workers.machine import Machine, machine
from workers.programs import Listening, programs

LANGUAGES: Final = ("ur", "hi", "en")
PROCESSES: Final = ("carrier", "web", "hooks", "live", "dialler", "upkeep", "worker")
PEOPLE: Final = 12
ROUNDS: Final = 3  # what else a machine does for a moment spoils one of them, a slow desk spoils all


def time_desk(strikes: int, picture: Path | None) -> dict[str, Any]:
    """Return what `raabta bench desk` prints; servers, browser and link are its own. `picture`: of the desk in a call."""
    with _house() as (link, address), chromium() as browser:
        found: dict[str, Any] = {
            "link": {"down_kbit": EDGE.down, "up_kbit": EDGE.up, "round_trip_ms": EDGE.round_trip * 1000}
        }
        found["loads"] = {
            language: _load(browser, link, address, agent_sign_in(number), language)
            for number, language in enumerate(LANGUAGES, 1)
        }
        found |= _work(browser, link, address, strikes)
        if picture:
            _take_picture(browser, address, picture)
        return found


def _load(browser: Browser, link: ThinLink, address: str, name: str, language: str) -> dict[str, Any]:
    with desk_in(browser, address) as first:
        first.sign_in(name, language)
        first.is_kept()
        first.page.close()  # what else it loads comes over the same link, and is not of the load that is measured
        with desk_in(browser, address, like=first.page) as plain:
            before = link.down.bytes
            plain.open()
            shown = link.down.bytes - before
            plain.is_kept()
            on_wire = link.down.bytes - before
            content = plain.bytes()
        with desk_in(browser, address, like=first.page) as thin:
            link.speed = EDGE
            cold = thin.open()
            thin.is_kept()
            warm = thin.open()
            thin.is_in("paused")
            link.speed = None
    return {
        "bytes": content,
        "bytes_on_wire": on_wire,
        "on_wire_when_shown": shown,
        "edge_cold_s": cold,
        "edge_warm_s": warm,
    }


def _work(browser: Browser, link: ThinLink, address: str, strikes: int) -> dict[str, Any]:
    with desk_in(browser, address) as desk:
        desk.sign_in(agent_sign_in(4), "ur")
        desk.talk()
        plain = _calmest(desk, strikes, slowed=1)
        slowed = _calmest(desk, strikes, slowed=4)
        for _ in range(2):  # then nothing is new to this browser
            desk.answer_everything()
            desk.log()
            desk.talk()
        desk.bytes()
        before = link.down.bytes
        questions = desk.answer_everything()
        desk.log()
        desk.is_in("on_call")
        call = {"questions": questions, "bytes": desk.bytes(), "bytes_on_wire": link.down.bytes - before}
    return {"call": call, "plain": plain, "slowed_4_times": slowed}


def _calmest(desk: Desk, strikes: int, *, slowed: int) -> dict[str, Any]:
    """Return the best of some rounds, and the 95th percentiles of all."""
    rounds = [desk.answer_again_and_again(strikes, slowed=slowed) for _ in range(ROUNDS)]
    best = min(rounds, key=lambda one: one["painted"]["p95_ms"])
    return best | {"rounds_p95_ms": [one["painted"]["p95_ms"] for one in rounds]}


def _take_picture(browser: Browser, address: str, where: Path) -> None:
    """Save how a desk looks some seconds into a talk, with the script in Nastaliq as at every desk that has once rested."""
    with desk_in(browser, address) as desk:
        desk.sign_in(agent_sign_in(len(LANGUAGES) + 2), "en")
        desk.talk()
        for _ in range(3):
            desk.answer()
        desk.is_saved()
        desk.page.evaluate("() => localStorage.setItem('raabta.nastaliq', 'yes')")
        desk.page.reload()
        desk.page.locator("html.nastaliq").wait_for()
        desk.page.locator("[data-test=call-clock]", has_text="00:1").wait_for()
        desk.page.screenshot(path=where)


@contextmanager
def _house() -> Iterator[tuple[ThinLink, str]]:
    """Run a whole floor with willing people, whose pages and news the browser reaches through the link only."""
    with TemporaryDirectory(prefix="raabta-bench-") as folder:
        home = Home(Path(folder))
        home.set_clock(working_clock(None, wall=wall_second()))
        ports = home.ports()
        web, live = free_port(), free_port()
        address = f"http://127.0.0.1:{web}"
        outside = {"PUBLIC_BASE_URL": address, "LIVE_BASE_URL": f"http://127.0.0.1:{live}", "CALLS_PER_SECOND": "20"}
        try:
            ways = {web: ports["web"], live: ports["live"]}
            with machine(home, demo_environment(os.environ, home) | outside) as here, ThinLink(ways) as link:
                _open(here, ports)
                yield link, address
        finally:
            shutil.rmtree(home.servers, ignore_errors=True)


def _open(here: Machine, ports: dict[str, int]) -> None:
    people = here.home.folder / "people.csv"
    numbers = _write_people(people)
    with closing(open_house(here.settings, pool_size=2)) as house:
        open_floor(house, people, agents=len(LANGUAGES) + 2, say=lambda _: None)
    here.start(programs(PROCESSES, Listening(ports), workers=1))
    here.wait_for(ports["carrier"], ports["web"], ports["live"], ports["hooks"])
    with httpx.Client(base_url=f"http://127.0.0.1:{ports['carrier']}", timeout=30) as network:
        for number in numbers:
            network.post(f"/sandbox/people/{number}", json={"set_up": 0.2, "rings": 0.5}).raise_for_status()


def _write_people(path: Path) -> list[str]:
    """Write invented people who speak Urdu; return their numbers."""
    numbers = [f"60170{place:05}" for place in range(10_001, 10_001 + PEOPLE)]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEADER)
        for place, number in enumerate(numbers, 1):
            name, kin = f"{MEN[place]} {FAMILIES[place]}", f"{MEN[-place]} {FAMILIES[place]}"
            given = (place, f"JK/OAP/{place:06}", name, kin, "M", "Bandipora", "Sumbal", "Kaloosa", number, "", "Urdu")
            rows.writerow(given)
    return [f"+91{number}" for number in numbers]
