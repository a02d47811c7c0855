"""The folder that Raabta keeps beside the project (`.run/`), and the settings made from it when none are set."""

import hmac
import json
import os
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from campaigns.rules.calling.shipped_calendar import HOLIDAYS
from campaigns.rules.clock import Clock
from config import Settings
from workers.embedded.folders import servers_folder
from workers.embedded.ports import free_port
from workers.embedded.postgres import Postgres

DATABASE: Final = "raabta"
LISTENERS: Final = ("web", "hooks", "live", "carrier", "valkey")
KASHMIR: Final = ZoneInfo("Asia/Kolkata")
MORNING: Final = 10  # the demo's working day begins
EVENING: Final = 17  # a demo that would begin after this hour begins the next morning
WORKING_DAYS: Final = (0, 1, 2, 3)  # Friday's prayers and the weekend have hours of their own


@dataclass(frozen=True)
class Home:
    """One folder with all that a running Raabta keeps outside the database: ports, secret, clock, logs, process ids."""

    folder: Path

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Home":
        """Return the home that RAABTA_HOME names, else `.run/` of the project."""
        project = Path(__file__).parent.parent
        if not (project / "pyproject.toml").exists():  # installed as a package
            project = Path.cwd()
        return cls(Path(environment.get("RAABTA_HOME") or project / ".run").absolute())

    @property
    def logs(self) -> Path:
        """Return the folder of the logs, one file per process."""
        return self.folder / "logs"

    @property
    def servers(self) -> Path:
        """Return the folder of the embedded servers' data."""
        return servers_folder(self.folder)

    def postgres(self, *options: str) -> Postgres:
        """Return the embedded PostgreSQL of this home."""
        return Postgres(self.servers, ("max_connections=300", *options))

    def ports(self, *, web: int | None = None) -> dict[str, int]:
        """Return the loopback port of each listener: `web` as wished, the others free ones, chosen once and kept."""
        kept: dict[str, int] = self._read("ports.json")
        wanted = {name: kept.get(name) or free_port() for name in LISTENERS}
        wanted["web"] = web or kept.get("web") or 8000
        if wanted != kept:
            self._write("ports.json", wanted)
        return wanted

    def secret(self) -> str:
        """Return the key that signs cookies: made once, readable by its owner only."""
        kept: dict[str, str] = self._read("secret")
        if "key" not in kept:
            kept = {"key": secrets.token_urlsafe(48)}
            self._write("secret", kept)
        return kept["key"]

    def certificate_key(self) -> Path:
        """Return the file of the key that signs this home's frozen accounts, of invented people or real: made once."""
        kept = self.kept_certificate_key()
        if kept is None:
            from campaigns.sheets.signing_key import make_signing_key

            make_signing_key(kept := self._certificate_key)
        return kept

    def kept_certificate_key(self) -> Path | None:
        """Return that file, if it has been made."""
        return self._certificate_key if self._certificate_key.exists() else None

    @property
    def _certificate_key(self) -> Path:
        return self.folder / "certificate-key.pem"

    def queue_password(self) -> str:
        """Return the password of the embedded queue: made from the secret, which it does not betray."""
        return hmac.digest(self.secret().encode(), b"queue", "sha256").hex()

    def clock(self) -> Clock | None:
        """Return the clock of the last demo; None where real time is meant."""
        kept = self._read("clock.json")
        return Clock(kept["origin"], datetime.fromisoformat(kept["start"]), kept["speed"]) if kept else None

    def set_clock(self, clock: Clock) -> None:
        """Keep a clock for every process of this home."""
        self._write("clock.json", {"origin": clock.origin, "start": clock.start.isoformat(), "speed": clock.speed})

    def _read(self, name: str) -> Any:
        try:
            return json.loads((self.folder / name).read_text())
        except FileNotFoundError:
            return {}

    def _write(self, name: str, content: Any) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = self.folder / f"{name}.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(content))
        fresh.replace(self.folder / name)


def embedded(environment: Mapping[str, str]) -> bool:
    """Tell whether Raabta runs on its own servers: neither address is set."""
    return not environment.get("DATABASE_URL") and not environment.get("REDIS_URL")


def with_embedded_servers(environment: Mapping[str, str], home: Home) -> dict[str, str]:
    """Return the environment; without addresses of servers, with those of the home and all that follows from them."""
    if not embedded(environment):
        return dict(environment)
    ports = home.ports()
    made = {
        "DATABASE_URL": home.postgres().url(DATABASE),
        "REDIS_URL": f"redis://:{home.queue_password()}@127.0.0.1:{ports['valkey']}/0",
        "SECRET_KEY": home.secret(),
        "CERTIFICATE_KEY_FILE": str(home.certificate_key()),
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{ports['web']}",
        "HOOKS_BASE_URL": f"http://127.0.0.1:{ports['hooks']}",
        "LIVE_BASE_URL": f"http://127.0.0.1:{ports['live']}",
        "CARRIER_BASE_URL": f"http://127.0.0.1:{ports['carrier']}",
        "CALLS_PER_SECOND": "5",
    }
    if clock := home.clock():
        made |= {
            "CLOCK_ORIGIN": repr(clock.origin),
            "CLOCK_START": clock.start.isoformat(),
            "CLOCK_SPEED": repr(clock.speed),
        }
    return {**made, **{name: value for name, value in environment.items() if name not in made or value}}


def demo_environment(environment: Mapping[str, str], home: Home) -> dict[str, str]:
    """Return an environment on the home's own servers and the sandbox carrier, whatever settings are around.

    Invented people never get into a department's database, and no demo ever reaches a real phone.
    """
    settings = {field.name.upper() for field in fields(Settings)}
    plain = {name: value for name, value in environment.items() if name not in settings}
    return with_embedded_servers({**plain, "RAABTA_HOME": str(home.folder)}, home)


def working_clock(before: Clock | None, *, wall: float, speed: float = 1.0) -> Clock:
    """Return a clock that shows a working hour in Kashmir at this wall second, and never an hour already past.

    The demo dials at any hour of the night because its own day has just begun.
    """
    earliest = before.at(wall) if before else datetime.fromtimestamp(wall, UTC)
    local = earliest.astimezone(KASHMIR)
    if not _is_worked(local.date()) or local.hour >= EVENING:
        day = local.date() + timedelta(days=1)
        while not _is_worked(day):
            day += timedelta(days=1)
        local = datetime(day.year, day.month, day.day, MORNING, tzinfo=KASHMIR)
    elif local.hour < MORNING:
        local = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return Clock(wall, local.astimezone(UTC), speed)


def _is_worked(day: date) -> bool:
    holidays = {holiday.day for holiday in HOLIDAYS if holiday.jurisdiction == "IN"}
    return day.weekday() in WORKING_DAYS and day not in holidays


def wall_second() -> float:
    """Read the wall clock."""
    return time.time()
