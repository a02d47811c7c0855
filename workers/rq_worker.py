"""One RQ worker: takes jobs from its queues, one after the other, in its own process."""

import logging
import os
import sys
from collections.abc import Sequence
from typing import Any, Final

from redis import Redis
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError as NoConnection
from redis.retry import Retry
from rq import Queue
from rq.job import Job
from rq.serializers import JSONSerializer

from campaigns.house import open_house
from campaigns.store.session import DatabaseAway, why_away
from config import read_settings
from workers import jobs
from workers.brisk_worker import BriskWorker
from workers.logs import set_up_logs
from workers.placing import SENT_AT_ONCE

CALLS: Final = ("dial", "upkeep")
# Jobs of minutes, each kind for a worker of its own: a call never waits for a list, nor a list for a rehearsal.
LISTS: Final = ("ingest",)
REPORTS: Final = ("reports",)
POLITE: Final = 10  # of 19: where there is too little to go round, calls go first

AWAY: Final = Retry(ConstantBackoff(0.5), 60)  # RQ would quit over a Redis that is back within seconds

log = logging.getLogger(__name__)


class Worker(BriskWorker):
    """Says which job broke and where, in the log alone and not in the words of its error, which may hold a person's."""

    def handle_exception(self, job: Job, *exc_info: Any) -> None:
        """Log the broken job. One that found no database is not broken: upkeep rings its bell again."""
        if isinstance(exc_info[1], DatabaseAway):
            why = why_away(exc_info[1])  # gone, of another shape, or out of patience with a statement or a lock
            log.warning("job_without_database", extra={"job_id": job.id, "job": job.func_name, "error": why})
            return
        log.error("job_broke", extra={"job_id": job.id, "job": job.func_name}, exc_info=exc_info[1])

    def handle_job_failure(self, *args: Any, **more: Any) -> None:
        """Note in Redis that the job has failed, and no more."""
        super().handle_job_failure(*args, **{**more, "exc_string": "job_broke: see the worker's log"})


def main(names: Sequence[str]) -> None:
    """Work on these queues, the first one first, until told to stop; a job that has begun is finished first."""
    set_up_logs()
    is_long = set(names) <= {*LISTS, *REPORTS}
    if is_long:
        os.nice(POLITE)
    house = open_house(read_settings(), pool_size=1 + SENT_AT_ONCE, for_lists=is_long)
    jobs.open_with(house)
    redis = Redis.from_url(house.settings.redis_url, retry=AWAY, retry_on_error=[NoConnection])
    try:
        queues = [Queue(name, connection=redis, serializer=JSONSerializer) for name in names]
        Worker(queues, connection=redis, serializer=JSONSerializer).work(logging_level="WARNING")
    finally:
        redis.close()
        house.close()


if __name__ == "__main__":
    main(sys.argv[1:] or (*CALLS, *LISTS, *REPORTS))
