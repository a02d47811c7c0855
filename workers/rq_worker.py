"""One RQ worker: takes jobs from every queue, one after the other, in its own process."""

from typing import Final

from redis import Redis
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError as NoConnection
from redis.retry import Retry
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

from campaigns.house import open_house
from config import read_settings
from workers import jobs
from workers.logs import set_up_logs

QUEUES: Final = ("dial", "ingest", "reports", "upkeep")  # in this order: a call never waits for a report


AWAY: Final = Retry(ConstantBackoff(0.5), 60)  # RQ would quit over a Redis that is back within seconds


def main() -> None:
    """Work until told to stop; a job that has begun is finished first."""
    set_up_logs()
    house = open_house(read_settings(), pool_size=2)
    jobs.open_with(house)
    redis = Redis.from_url(house.settings.redis_url, retry=AWAY, retry_on_error=[NoConnection])
    try:
        queues = [Queue(name, connection=redis, serializer=JSONSerializer) for name in QUEUES]
        SimpleWorker(queues, connection=redis, serializer=JSONSerializer).work(logging_level="WARNING")
    finally:
        redis.close()
        house.close()


if __name__ == "__main__":
    main()
