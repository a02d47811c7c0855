"""The processes of Raabta: what each is called, how it is started, and when it stops."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from workers.embedded.valkey import valkey_command
from workers.processes import Program
from workers.rq_worker import CALLS, LISTS, REPORTS

PYTHON: Final = sys.executable
# Stages: agents leave first; the queue server last of what works, and then who watches over it all.
ROBOTS, EDGES, WORKERS, NETWORK, QUEUE, WATCH = range(6)
# Steps of niceness. On a machine with too much to do, whoever has answered and whoever sits at a desk waits for web,
# hooks and live alone; dialling gets what they leave, so that no more is placed than they can keep up with.
DIALLING, PAPERS = 5, 10


@dataclass(frozen=True)
class Listening:
    """Where the processes of this machine listen."""

    ports: dict[str, int]  # web, hooks, live, carrier
    host: str = "127.0.0.1"


NAMES: Final = ("web", "hooks", "live", "dialler", "worker", "upkeep", "carrier")


def programs(names: Iterable[str], listening: Listening, *, workers: int = 3) -> list[Program]:
    """Return the named programs; `worker` stands for so many of them that place calls, one for lists, one for reports."""
    made: list[Program] = []
    for name in names:
        match name:
            case "web":
                made.append(_gunicorn("web", "agent_ui.app:create_app()", listening, threads=24))
            case "hooks":
                made.append(_gunicorn("hooks", "agent_ui.hooks_app:create_hooks_app()", listening, threads=16))
            case "live":
                made.append(_live(listening))
            case "worker":
                made += [_worker(str(number), CALLS, DIALLING) for number in range(1, workers + 1)]
                made += [_worker("lists", LISTS, PAPERS), _worker("reports", REPORTS, PAPERS)]
            case "dialler" | "upkeep":
                made.append(Program(name, (PYTHON, "-m", f"workers.{name}"), EDGES, DIALLING))
            case "carrier":
                made.append(carrier(listening))
            case _:
                raise ValueError(name)
    return made


def carrier(listening: Listening, *options: str) -> Program:
    """Return the sandbox carrier; the network goes after the last who might still hang up."""
    where = ("--host", listening.host, "--port", str(listening.ports["carrier"]))
    return Program("carrier", (PYTHON, "-m", "workers.main", "carrier", *where, *options), NETWORK)


def robots(agents: int, *options: str) -> Program:
    """Return the robot agents."""
    return Program("robots", (PYTHON, "-m", "workers.main", "robots", "--agents", str(agents), *options), ROBOTS)


def valkey(folder: Path, port: int, password: str) -> Program:
    """Return the embedded queue server."""
    return Program("valkey", tuple(valkey_command(folder / "valkey", port, password)), QUEUE)


def watchman(home: Path) -> Program:
    """Return who tidies up after this runner when it is killed."""
    return Program("watchman", (PYTHON, "-m", "workers.watchman", str(home)), WATCH)


def _worker(name: str, queues: Iterable[str], gives_way: int) -> Program:
    return Program(f"worker-{name}", (PYTHON, "-m", "workers.rq_worker", *queues), WORKERS, gives_way)


def _gunicorn(name: str, app: str, listening: Listening, *, threads: int) -> Program:
    command = (
        *(PYTHON, "-m", "gunicorn", app, "--worker-class", "gthread", "--workers", "1", "--threads", str(threads)),
        *(
            "--bind",
            f"{listening.host}:{listening.ports[name]}",
            "--graceful-timeout",
            "10",
            "--keep-alive",
            "30",
            "--no-control-socket",
        ),
    )
    return Program(name, command, EDGES)


def _live(listening: Listening) -> Program:
    command = (
        *(PYTHON, "-m", "uvicorn", "--factory", "agent_ui.live:create_live_app", "--no-access-log"),
        *("--host", listening.host, "--port", str(listening.ports["live"]), "--timeout-graceful-shutdown", "1"),
    )
    return Program("live", command, EDGES)
