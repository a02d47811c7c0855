"""Bells: RQ jobs by name and "something changed" messages."""

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, Worker
from rq.serializers import JSONSerializer
from rq.worker import WorkerStatus

from campaigns.store.channel import CHANNEL, NoBells

__all__ = ["CHANNEL", "NoBells", "RedisBells", "somebody_works_on"]

JOBS_MODULE = "workers.jobs"
LONG_QUEUES = frozenset({"ingest", "reports"})
SHORT_JOB, LONG_JOB = 180, 6 * 3600  # seconds; a list of a million rows is no mishap


class RedisBells:
    """Rings through Redis. Everything in it may be lost at any moment."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis

    def enqueue(self, queue: str, job: str, *ids: str) -> None:
        """Put `workers.jobs.<job>(*ids)` on a queue; ids only, so that nothing personal stands in Redis."""
        line = Queue(queue, connection=self.redis, serializer=JSONSerializer)
        name, is_long = f"{JOBS_MODULE}.{job}", queue in LONG_QUEUES
        if is_long and _stands_in(line, name, ids):
            return
        line.enqueue(name, *ids, result_ttl=0, failure_ttl=86_400, job_timeout=LONG_JOB if is_long else SHORT_JOB)

    def tell(self, *topics: str) -> None:
        """Publish changes, all on one way to Redis."""
        if len(topics) == 1:
            self.redis.publish(CHANNEL + topics[0], "")
            return
        with self.redis.pipeline(transaction=False) as several:
            for topic in topics:
                several.publish(CHANNEL + topic, "")
            several.execute()


def _stands_in(line: Queue, name: str, ids: tuple[str, ...]) -> bool:
    """Tell whether a job waits already: upkeep rings each minute, and others would wait behind all of its bells.

    One that a worker has begun, and may have died with, does not stand in the line any more.
    """
    return any(job.func_name == name and tuple(job.args) == ids for job in line.jobs)


def somebody_works_on(redis: Redis, queue: str) -> bool:
    """Tell whether a worker of a queue has a job in hand. One that is idle beside a job that waits does not live any more."""
    try:
        workers = Worker.all(queue=Queue(queue, connection=redis))
    except RedisError:
        return False  # nobody can be told of a job now
    return any(worker.get_state() == WorkerStatus.BUSY for worker in workers)
