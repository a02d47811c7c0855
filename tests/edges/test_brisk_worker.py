"""A worker that says little to Redis: what others may see of it stays, and nothing is left of a job that is done."""

from redis import Redis
from rq import Queue, SimpleWorker
from rq.job import Job
from rq.registry import FailedJobRegistry, StartedJobRegistry
from rq.serializers import JSONSerializer

from workers.rq_worker import Worker

ASKED_FOR_A_JOB = 25  # of Redis; RQ's own worker asks for more than twice as much
seen: dict[str, object] = {}


def look_around(url: str) -> None:
    """A job that looks at what others see while it is done."""
    with Redis.from_url(url) as redis:
        (worker,) = SimpleWorker.all(connection=redis)
        seen.update(
            state=worker.get_state(),
            job=worker.get_current_job_id(),
            begun=StartedJobRegistry("dial", connection=redis).get_job_ids(),
        )


def fail() -> None:
    """A job that breaks."""
    raise ValueError


def do_nothing() -> None:
    """The shortest job."""


def test_while_a_job_is_done_everybody_sees_who_does_it(redis: Redis, redis_url: str) -> None:
    job = _queue(redis).enqueue(look_around, redis_url, result_ttl=0)
    _work(redis)
    assert seen == {"state": "busy", "job": job.id, "begun": [job.id]}


def test_of_a_job_that_is_done_nothing_is_left(redis: Redis) -> None:
    for _ in range(3):
        _queue(redis).enqueue(do_nothing, result_ttl=0)
    worker = _work(redis)
    left = {key.decode().split(":")[1] for key in redis.scan_iter("rq:*")}
    assert redis.hget(worker.key, "successful_job_count") == b"3"
    assert left <= {"queues", "worker", "clean_registries"}


def test_a_broken_job_is_kept_as_failed_and_the_next_one_is_done(redis: Redis) -> None:
    broken = _queue(redis).enqueue(fail, result_ttl=0, failure_ttl=60)
    done = _queue(redis).enqueue(do_nothing, result_ttl=0)
    _work(redis)
    assert FailedJobRegistry("dial", connection=redis).get_job_ids() == [broken.id]
    assert StartedJobRegistry("dial", connection=redis).get_job_ids() == []
    assert not Job.exists(done.id, connection=redis)


def test_a_job_costs_few_commands(redis: Redis) -> None:
    for _ in range(20):
        _queue(redis).enqueue(do_nothing, result_ttl=0)
    before = redis.info("stats")["total_commands_processed"]
    _work(redis)
    asked = redis.info("stats")["total_commands_processed"] - before
    assert asked < 20 * ASKED_FOR_A_JOB


def _queue(redis: Redis) -> Queue:
    return Queue("dial", connection=redis, serializer=JSONSerializer)


def _work(redis: Redis) -> Worker:
    worker = Worker([_queue(redis)], connection=redis, serializer=JSONSerializer)
    worker.work(burst=True, logging_level="WARNING")
    return worker
