"""Times how soon a change of an agent's status stands on supervisors' screens, while a whole floor works."""

import asyncio
import statistics
import time
from collections.abc import Sequence
from contextlib import closing
from itertools import cycle
from typing import Any, Final
from uuid import UUID

import httpx
from redis import Redis

from campaigns.rules.agent_states import AgentEvent, AgentStatus, PauseReason
from campaigns.store.bells import RedisBells
from campaigns.store.desk.agent_sessions import lock_agent_session, move_agent
from campaigns.store.session import EVERYTHING, Database
from workers.bench.office import now
from workers.bench.open_boards import Board
from workers.bench.open_streams import OpenStream, closed, opened
from workers.bench.usage import Usage
from workers.machine import Machine

CHANGES: Final = 12.0  # a second, of a whole floor: each of 350 desks changes every half minute


async def time_boards(
    here: Machine, streams: Sequence[OpenStream], desks: Sequence[UUID], seconds: float
) -> dict[str, Any]:
    """Let agents go ready and on a break; the last streams are those of the boards."""
    ports = here.home.ports()
    boards = [
        Board(one, f"http://127.0.0.1:{ports['web']}{one.path.replace('/live/floor/', '/floor/')}?part=1")
        for one in streams
        if "/live/floor/" in one.path
    ]
    tasks = await opened(streams, ports["live"])
    redis = Redis.from_url(here.settings.redis_url)
    async with httpx.AsyncClient(trust_env=False, timeout=30, limits=httpx.Limits(max_connections=100)) as client:
        looking = [asyncio.create_task(board.keep(client)) for board in boards]
        with closing(Database(here.settings.database_url, RedisBells(redis), pool_size=1)) as db, Usage(here) as usage:
            while not all(board.shown for board in boards):
                await asyncio.sleep(0.1)
            lags = await _changed(db, boards, desks, seconds)
        await closed(looking)
    await closed(tasks)
    redis.close()
    shares = statistics.quantiles(lags, n=100)
    return {
        "boards": len(boards),
        "screen_p50_ms": round(1000 * shares[49]),
        "screen_p95_ms": round(1000 * shares[94]),
        "looks": sum(board.asked for board in boards),
        "looks_without_news": sum(board.unchanged for board in boards),
        "web_core_percent": round(100 * usage.cpu["web"] / usage.seconds, 1),
    }


async def _changed(db: Database, boards: Sequence[Board], desks: Sequence[UUID], seconds: float) -> list[float]:
    over, turns, made = time.monotonic() + seconds, cycle(desks), dict[str, tuple[str, float]]()
    while time.monotonic() < over:
        desk = next(turns)
        status = await asyncio.to_thread(_turn, db, desk)
        made[str(desk)] = (status, time.monotonic())
        await asyncio.sleep(1 / CHANGES)
    await asyncio.sleep(5)
    return [_lag(board, desk, status, at) for board in boards for desk, (status, at) in made.items()]


def _lag(board: Board, desk: str, status: str, at: float) -> float:
    shown, since = board.shown.get(desk, ("", 0.0))
    return max(since - at, 0.0) if shown == status else float("inf")


def _turn(db: Database, desk: UUID) -> str:
    with db.transaction(EVERYTHING) as session:
        agent = lock_agent_session(session, desk)
        if agent is None:
            raise LookupError(desk)
        ready = agent.status is AgentStatus.READY
        event = AgentEvent.PAUSE if ready else AgentEvent.GO_READY
        move_agent(session, agent, event, at=now(), reason=PauseReason.TEA if ready else None)
        return agent.status.value
