"""RQ's own worker with fewer ways to Redis: five for a job instead of twenty-seven, which cost as much as a call.

What it leaves out serves nobody here: our jobs depend on no others, keep no result and do not expire. What is seen from
outside stays as RQ has it: whether a worker lives, what it does, and which job has died with it.
"""

import time
from typing import Any, Final

from redis.client import Pipeline
from rq import Queue, SimpleWorker
from rq.executions import Execution
from rq.job import Job
from rq.registry import StartedJobRegistry
from rq.utils import now
from rq.worker import WorkerStatus

SELDOM: Final = 15.0  # seconds: what RQ says or asks several times for each job, and waits for during minutes


class BriskJob(Job):
    """A job that its queue does not forget by itself."""

    def perform(self) -> Any:
        """Do the work; nothing has to keep the job from expiring meanwhile."""
        return self.func(*self.args, **self.kwargs)


class BriskWorker(SimpleWorker):
    """Takes jobs that want no result."""

    job_class = BriskJob
    _says_again = 0.0
    _asks_again = 0.0

    def execute_job(self, job: Job, queue: Queue) -> None:
        """Do a job in this process."""
        self.perform_job(job, queue)
        self.set_state(WorkerStatus.IDLE)

    def prepare_job_execution(self, job: Job, remove_from_intermediate_queue: bool = False) -> None:  # noqa: FBT001, FBT002 - as RQ has it
        """Note that this worker does the job, so that others find it if the worker dies."""
        lasts = self.get_heartbeat_ttl(job)
        with self.connection.pipeline(transaction=False) as pipeline:
            self.execution = Execution.create(job, lasts, pipeline, worker_name=self.name)
            self.set_state(WorkerStatus.BUSY, pipeline)
            self.set_current_job_id(job.id, pipeline)
            job.prepare_for_execution(self.name, pipeline)
            if lasts > self.worker_ttl:
                self.heartbeat(lasts, pipeline)
            if remove_from_intermediate_queue:
                queue = Queue(job.origin, connection=self.connection)
                pipeline.lrem(queue.intermediate_queue_key, 1, job.id)
            pipeline.execute()

    def handle_execution_ended(self, job: Job, queue: Queue, heartbeat_ttl: int) -> None:
        """Note when the job ended; it needs no sign of life any more."""
        job.ended_at = now()

    def handle_job_success(self, job: Job, queue: Queue, started_job_registry: StartedJobRegistry) -> None:
        """Count the job and forget it."""
        with self.connection.pipeline(transaction=False) as pipeline:
            self.increment_successful_job_count(pipeline)
            if job.started_at and job.ended_at:
                self.increment_total_working_time(job.ended_at - job.started_at, pipeline)
            self.cleanup_execution(job, pipeline)
            pipeline.delete(job.key)
            pipeline.execute()

    def set_state(self, state: str, pipeline: Pipeline | None = None) -> None:
        """Say what this worker does, if it has not said so already."""
        if state != self.get_state():
            super().set_state(state, pipeline)

    def heartbeat(self, timeout: int | None = None, pipeline: Pipeline | None = None) -> None:
        """Give a sign of life, unless one was given a moment ago."""
        if pipeline is not None or time.monotonic() >= self._says_again:
            self._says_again = time.monotonic() + SELDOM
            super().heartbeat(timeout, pipeline)

    def check_for_suspension(self, burst: bool) -> None:  # noqa: FBT001 - as RQ has it
        """Wait while `rq suspend` holds; looked at now and then."""
        if time.monotonic() >= self._asks_again:
            self._asks_again = time.monotonic() + SELDOM
            super().check_for_suspension(burst)
