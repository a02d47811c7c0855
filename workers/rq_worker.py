"""One RQ worker: takes jobs from every queue, one after the other, in its own process."""

from typing import Final

from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

from campaigns.house import open_house
from config import read_settings
from workers import jobs
from workers.logs import set_up_logs

QUEUES: Final = ("dial", "ingest", "reports", "upkeep")  # in this order: a call never waits for a report


class QueueWorker(SimpleWorker):
    """Waits briefly when Redis is away: it is back within seconds, and calls wait."""

    max_connection_wait_time = 2.0
    exponential_backoff_factor = 1.3


def main() -> None:
    """Work until told to stop; a job that has begun is finished first."""
    set_up_logs()
    house = open_house(read_settings(), pool_size=2)
    jobs.open_with(house)
    try:
        queues = [Queue(name, connection=house.redis, serializer=JSONSerializer) for name in QUEUES]
        QueueWorker(queues, connection=house.redis, serializer=JSONSerializer).work(logging_level="WARNING")
    finally:
        house.close()


if __name__ == "__main__":
    main()
