"""The whole house for a browser test: web, hooks, live, dialler, upkeep, a worker and the carrier, each a process."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

import httpx

from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.rules.floor.floor_plans import FloorPlan, Person
from campaigns.rules.roles import Role
from campaigns.set_up.load_areas import load_areas
from campaigns.set_up.set_up_floor import set_up_floor
from campaigns.store.session import Database
from config import Settings
from workers.embedded.ports import free_port
from workers.environment import wall_second
from workers.processes import Runner
from workers.programs import Listening, carrier, programs

PASSWORD = "walnut-trees-in-october"
MONDAY_MORNING = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # half past ten in Kashmir
SPEED = 2.0
HEALTH = {"web": "/sign-in", "hooks": "/", "live": "/", "carrier": "/sandbox/health"}
PLAN = FloorPlan(
    department_slug="social-welfare-jk",
    department="Social Welfare Department, Jammu & Kashmir",
    region="IN",
    scheme="Old-age pension",
    operator="Wular Connect",
    centre="Bandipora centre",
    people=(
        Person("officer", "Farooq Andrabi", Role.OFFICER),
        Person("agent", "Rubeena Lone", Role.AGENT, ("ks", "ur", "hi", "en")),
        Person("supervisor", "Haleema Shah", Role.SUPERVISOR, ("ks", "ur", "hi", "en")),
    ),
)


@dataclass(frozen=True)
class RunningHouse:
    """Where its pages are, and the network that its calls go through."""

    address: str
    network: str
    runner: Runner

    def start_worker(self) -> None:
        """Let somebody take the jobs; until then they wait in the queue."""
        self.runner.start(programs(["worker"], Listening({}), workers=1))

    def expect_of(self, phone: str, **dial: object) -> None:
        """Say what every dial of a number finds; nobody rings for long here."""
        wish = {"set_up": 0.2, "rings": 0.5} | dial
        httpx.post(f"{self.network}/sandbox/people/{phone}", json=wish).raise_for_status()


@contextmanager
def running_house(db: Database, database_url: str, redis_url: str, folder: Path) -> Iterator[RunningHouse]:
    """Run the house with its people until the block ends; the logs of the processes are shown if it fails."""
    load_areas(db)
    seed_calling_hours(db)
    set_up_floor(db, PLAN, PASSWORD, now=MONDAY_MORNING)
    ports = {name: free_port() for name in HEALTH}
    runner = Runner(folder, _environment(database_url, redis_url, ports))
    runner.open()
    try:
        listening = Listening(ports)
        runner.start([*programs(("web", "hooks", "live", "dialler", "upkeep"), listening), carrier(listening)])
        with httpx.Client(transport=httpx.HTTPTransport(retries=9), timeout=120) as visitor:  # it waits ever longer
            for name, path in HEALTH.items():
                visitor.get(f"http://127.0.0.1:{ports[name]}{path}")
        address, network = (f"http://127.0.0.1:{ports[name]}" for name in ("web", "carrier"))
        yield RunningHouse(address, network, runner)
    finally:
        runner.close()
    told = {log.name: log.read_text() for log in (folder / "logs").glob("*.log")}
    assert {name: words for name, words in told.items() if "Traceback" in words} == {}


def _environment(database_url: str, redis_url: str, ports: dict[str, int]) -> dict[str, str]:
    settings = {field.name.upper() for field in fields(Settings)}
    plain = {name: value for name, value in os.environ.items() if name not in settings}
    where = {"web": "PUBLIC", "hooks": "HOOKS", "live": "LIVE", "carrier": "CARRIER"}
    return {
        **plain,
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "SECRET_KEY": "k" * 40,
        "CALLS_PER_SECOND": "20",
        "CLOCK_ORIGIN": repr(wall_second()),
        "CLOCK_START": MONDAY_MORNING.isoformat(),
        "CLOCK_SPEED": repr(SPEED),
        **{f"{called}_BASE_URL": f"http://127.0.0.1:{ports[name]}" for name, called in where.items()},
    }
