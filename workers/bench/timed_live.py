"""Times the event stream: what it takes of a machine for so many open pages, and how soon each hears of a change."""

import asyncio
import os
import shutil
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from uuid import UUID

import httpx
from redis.asyncio import Redis

from campaigns.store.bells import CHANNEL, NoBells
from campaigns.store.benches.stream_readers import save_stream_readers
from campaigns.store.campaigns import lock_campaign
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import User
from workers.bench.office import now, open_office
from workers.bench.open_streams import OpenStream, closed, opened
from workers.bench.stream_cookies import StreamCookies
from workers.bench.timed_boards import time_boards
from workers.bench.usage import Usage
from workers.embedded.ports import free_port
from workers.environment import Home, demo_environment
from workers.machine import Machine, machine
from workers.processes import Program
from workers.programs import Listening, programs

BOARDS: Final = 20  # floor pages among the streams
CHANGES: Final = 40.0  # a second: each of 400 desks changes every ten seconds
SECONDS: Final = 20.0


def time_live(streams: int) -> dict[str, Any]:
    """Return what `raabta bench live` prints; servers are its own."""
    with _machine() as here:
        boards = min(BOARDS, streams // 2)
        with closing(Database(here.settings.database_url, NoBells(), pool_size=1)) as db:
            readers, topics = _readers(db, here, streams - boards, boards)
        desks = [UUID(topic.partition(":")[2]) for topic in topics[:-1]]
        port = here.home.ports()["live"]
        here.start(programs(["live", "web"], Listening(here.home.ports())))
        empty = Program("empty", _bare(bare_port := free_port()))
        here.start([empty])
        here.wait_for(port, here.home.ports()["web"], bare_port)
        live = asyncio.run(_told(here, readers, topics, SECONDS))
        screens = asyncio.run(time_boards(here, _again(readers), desks, SECONDS))
        bare = asyncio.run(_empty(here, [OpenStream("/", "") for _ in range(streams)], bare_port, SECONDS))
    return {"streams": streams, **live, **screens, "empty_event_us": bare, "ratio": round(live["event_us"] / bare, 1)}


def _again(streams: Sequence[OpenStream]) -> list[OpenStream]:
    return [OpenStream(one.path, one.cookie) for one in streams]


def _bare(port: int) -> tuple[str, ...]:
    where = ("--host", "127.0.0.1", "--port", str(port), "--no-access-log")
    return (sys.executable, "-m", "uvicorn", "workers.bench.empty_events:app", *where)


async def _told(here: Machine, streams: Sequence[OpenStream], topics: Sequence[str], seconds: float) -> dict[str, Any]:
    """Let desks change one after the other; each change is told to its desk and to all boards."""
    tasks = await opened(streams, here.home.ports()["live"])
    before, rung = sum(len(one.came) for one in streams), list[tuple[OpenStream, float]]()
    async with Redis.from_url(here.settings.redis_url) as redis:
        with Usage(here) as usage:
            over, turns = time.monotonic() + seconds, cycle(range(len(topics) - 1))
            while time.monotonic() < over:
                desk = next(turns)
                rung.append((streams[desk], time.monotonic()))
                await redis.publish(CHANNEL + topics[desk], "")
                await redis.publish(CHANNEL + topics[-1], "")
                await asyncio.sleep(1 / CHANGES)
            await asyncio.sleep(1)
    events = sum(len(one.came) for one in streams) - before
    await closed(tasks)
    cpu = usage.cpu["live"]
    return {
        "mib": usage.mib["live"],
        "core_percent": round(100 * cpu / usage.seconds, 1),
        "events": events,
        "event_us": round(1e6 * cpu / events),
        **_milliseconds([_heard_after(stream, at) for stream, at in rung]),
    }


def _heard_after(stream: OpenStream, rung_at: float) -> float:
    """Return how long it took until a stream heard; one that never did has waited till the end."""
    return next((came - rung_at for came in stream.came if came >= rung_at), float("inf"))


async def _empty(here: Machine, streams: Sequence[OpenStream], port: int, seconds: float) -> float:
    """Return the microseconds of processor that an empty event takes."""
    tasks = await opened(streams, port)
    before = sum(len(one.came) for one in streams)
    async with httpx.AsyncClient(trust_env=False) as client:
        with Usage(here) as usage:
            over = time.monotonic() + seconds / 2
            while time.monotonic() < over:
                await client.post(f"http://127.0.0.1:{port}/")
                await asyncio.sleep(0.5)
    events = sum(len(one.came) for one in streams) - before
    await closed(tasks)
    return max(round(1e6 * usage.cpu["empty"] / events, 1), 0.1)


def _readers(db: Database, here: Machine, desks: int, boards: int) -> tuple[list[OpenStream], list[str]]:
    office = open_office(db)
    with db.transaction(EVERYTHING) as session:
        campaign = lock_campaign(session, office.campaign_id)
        if campaign is None:
            raise LookupError(office.campaign_id)
        agents, supervisors = save_stream_readers(session, campaign, desks=desks, boards=boards, now=now())
    cookies = StreamCookies(here.settings)

    def stream(path: str, person: User) -> OpenStream:
        return OpenStream(path, cookies.of(person.id, person.password_hash))

    floor = [stream(f"/live/floor/{office.campaign_id}", person) for person in supervisors]
    streams = [stream("/live/desk", person) for person, _ in agents] + floor
    return streams, [f"agent:{desk}" for _, desk in agents] + [f"floor:{office.campaign_id}"]


def _milliseconds(lags: Sequence[float]) -> dict[str, float]:
    shares = statistics.quantiles(lags, n=100)
    return {"p50_ms": round(1000 * shares[49], 1), "p95_ms": round(1000 * shares[94], 1)}


@contextmanager
def _machine() -> Iterator[Machine]:
    with TemporaryDirectory(prefix="raabta-bench-") as folder:
        home = Home(Path(folder))
        home.ports(web=free_port())
        try:
            with machine(home, demo_environment(os.environ, home)) as here:
                yield here
        finally:
            shutil.rmtree(home.servers, ignore_errors=True)
