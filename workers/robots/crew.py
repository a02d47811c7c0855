"""All robots of one process: seated one after another, kept working, and sent home together."""

import asyncio
import logging
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

from aiohttp import ClientSession, ClientTimeout, CookieJar, TCPConnector

from workers.robots.desk_link import DeskLink
from workers.robots.diary import Diary
from workers.robots.news import News
from workers.robots.persona import TELL_WHEN_NEARLY_DONE, Persona
from workers.robots.robot import Robot

log = logging.getLogger(__name__)
SEATED_EVERY: Final = 0.15  # seconds: each sign-in costs the server the hash of a password
SEATED_AGAIN: Final = 5.0
LEAVING: Final = 10.0  # seconds to put the phone down, log and sign out


@dataclass(frozen=True)
class Crew:
    """Who works where. `sign_ins`: pairs of sign-in and password."""

    sign_ins: Sequence[tuple[str, str]]
    url: str
    live_url: str
    campaign: str | None = None
    seed: int = 1
    speed: float = 1.0
    look_every: float = 1.0  # wall seconds between looks at a desk whose event stream is away
    diary: Diary = field(default_factory=Diary)


async def work(crew: Crew, stop: asyncio.Event) -> None:
    """Let all robots work until `stop` is set and every desk is closed."""
    secure = ssl.create_default_context()
    await asyncio.gather(*(_sit(crew, number, stop, secure) for number in range(len(crew.sign_ins))))


async def _sit(crew: Crew, number: int, stop: asyncio.Event, secure: ssl.SSLContext) -> None:
    """Keep one robot working; one that breaks is logged and sits down again."""
    dice = Random(f"{crew.seed}:{number}")  # noqa: S311 - robots play people, nothing is kept secret by it
    await rest(stop, number * SEATED_EVERY)
    while not stop.is_set():
        async with _browser(crew, secure) as client:
            robot = _robot(crew, number, stop, client, dice)
            shift = asyncio.create_task(robot.work())
            await _end_of(shift, stop)
            await robot.news.close()
        if shift.cancelled() or (trouble := shift.exception()) is None:
            return
        log.error("robot_broke", extra={"robot": crew.sign_ins[number][0]}, exc_info=trouble)
        await rest(stop, SEATED_AGAIN)


def _browser(crew: Crew, secure: ssl.SSLContext) -> ClientSession:
    """Return a browser of its own, with no cookies yet; one that keeps them of a server without a name, too."""
    connector = TCPConnector(ssl=secure, keepalive_timeout=5.0)  # shorter than the server keeps them
    return ClientSession(crew.url, connector=connector, cookie_jar=CookieJar(unsafe=True), timeout=ClientTimeout(15.0))


async def _end_of(shift: asyncio.Task[None], stop: asyncio.Event) -> None:
    """Wait for the end of a shift; one that cannot end in order, since nobody answers, is broken off."""
    told = asyncio.create_task(stop.wait())
    await asyncio.wait({shift, told}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    await asyncio.wait({shift}, timeout=LEAVING)
    if shift.cancel():
        log.warning("robot_left_its_desk_open")
        await asyncio.wait({shift})


def _robot(crew: Crew, number: int, stop: asyncio.Event, client: ClientSession, dice: Random) -> Robot:
    async def pause(seconds: float) -> None:
        await rest(stop, seconds)

    sign_in, password = crew.sign_ins[number]
    return Robot(
        link=DeskLink(client, sign_in, password, crew.campaign, dice, pause),
        persona=Persona(dice, pace=dice.uniform(0.8, 1.3), tells=dice.random() < TELL_WHEN_NEARLY_DONE),
        news=News(client, crew.live_url, dice, stop, crew.look_every),
        stop=stop,
        speed=crew.speed,
        diary=crew.diary,
    )


async def rest(stop: asyncio.Event, seconds: float) -> None:
    """Wait for so long; once told to stop, not at all, but let the others have their turn."""
    if stop.is_set():
        await asyncio.sleep(min(seconds, 0.2))
        return
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
