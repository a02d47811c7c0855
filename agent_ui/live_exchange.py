"""Brings each "something changed" of Redis to the streams that wait for it: one connection, many streams."""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

from campaigns.store.channel import CHANNEL

log = logging.getLogger(__name__)
STREAMS_PER_PERSON: Final = 2
QUIET_SECONDS: Final = 10.0  # then Redis is asked whether it is still there
PAUSE_SECONDS: Final = 1.0  # between two tries to reach it


@dataclass(eq=False)
class Stream:
    """One open stream: its bell rings when a topic of it changed or a newer stream takes its place."""

    person_id: UUID
    topics: Mapping[str, str]  # each with the name by which the page asked for it
    changed: set[str] = field(default_factory=set)
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    replaced: bool = False


class Exchange:
    """All open streams of this process."""

    def __init__(self) -> None:
        self._by_topic: dict[str, set[Stream]] = defaultdict(set)
        self._by_person: dict[UUID, list[Stream]] = defaultdict(list)
        self._revision = int(time.time() * 1000)  # rises over restarts, too

    def open(self, person_id: UUID, topics: Mapping[str, str]) -> Stream:
        """Open a stream that rings at once; a person's oldest one gives way when she has too many."""
        stream = Stream(person_id, topics, set(topics))
        stream.bell.set()
        mine = self._by_person[person_id]
        mine.append(stream)
        for topic in topics:
            self._by_topic[topic].add(stream)
        for old in mine[:-STREAMS_PER_PERSON]:
            old.replaced = True
            old.bell.set()
        return stream

    def close(self, stream: Stream) -> None:
        """Forget a stream."""
        self._by_person[stream.person_id].remove(stream)
        if not self._by_person[stream.person_id]:
            del self._by_person[stream.person_id]
        for topic in stream.topics:
            self._by_topic[topic].discard(stream)
            if not self._by_topic[topic]:
                del self._by_topic[topic]

    def ring(self, topic: str) -> None:
        """Ring every stream of a topic."""
        for stream in self._by_topic.get(topic, ()):
            stream.changed.add(topic)
            stream.bell.set()

    def ring_all(self) -> None:
        """Ring every stream: changes may have been missed."""
        for topic in self._by_topic:
            self.ring(topic)

    def next_revision(self) -> int:
        """Return a number above all that were said before."""
        self._revision += 1
        return self._revision

    def __len__(self) -> int:
        """Return how many streams are open."""
        return sum(map(len, self._by_person.values()))


async def listen(redis_url: str, exchange: Exchange) -> None:
    """Listen to Redis for ever; after each loss of it every stream is rung once."""
    while True:
        try:
            await _listen_once(redis_url, exchange)
        except (RedisError, OSError) as error:
            log.warning("live_redis_away", extra={"error": type(error).__name__})
            await asyncio.sleep(PAUSE_SECONDS)


async def _listen_once(redis_url: str, exchange: Exchange) -> None:
    async with Redis.from_url(redis_url, socket_connect_timeout=3) as redis, redis.pubsub() as changes:
        await changes.psubscribe(CHANNEL + "*")
        exchange.ring_all()
        while True:
            message = await changes.get_message(ignore_subscribe_messages=True, timeout=QUIET_SECONDS)
            if message is None:
                await asyncio.wait_for(redis.ping(), QUIET_SECONDS)
            else:
                exchange.ring(message["channel"].decode().removeprefix(CHANNEL))
