"""What stands in logs and queues when something breaks: where and what kind, never whose name or number."""

import io
import json
import logging

import pytest
from redis import Redis
from rq import Queue
from rq.job import Job
from rq.serializers import JSONSerializer
from sqlalchemy import text
from sqlalchemy.exc import DataError

from campaigns.log_lines import JsonLines
from campaigns.store.session import EVERYTHING, Database
from workers.rq_worker import Worker

NUMBER = "+919419012345"


@pytest.fixture
def written() -> io.StringIO:
    """What a process writes into its log."""
    page = io.StringIO()
    handler = logging.StreamHandler(page)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.addHandler(handler)
    yield page
    root.removeHandler(handler)


def read_as_an_id(db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        session.execute(text("SELECT CAST(CAST(:written AS text) AS uuid)"), {"written": NUMBER})


def break_over_a_number() -> None:
    """A job that breaks with a person's number in the words of its error."""
    raise ValueError(NUMBER)


def test_an_error_of_the_database_is_logged_without_what_it_quotes(db: Database, written: io.StringIO) -> None:
    with pytest.raises(DataError, match=r"\+919419012345") as broken:
        read_as_an_id(db)
    logging.getLogger("web").error("page_broke", exc_info=broken.value)
    line = json.loads(written.getvalue())
    assert NUMBER not in written.getvalue()
    assert "psycopg.errors.InvalidTextRepresentation" in line["trace"]
    assert "sqlalchemy.exc.DataError" in line["trace"]
    assert "read_as_an_id" in line["trace"]


def test_a_broken_job_leaves_no_persons_data_in_the_queue_or_the_log(redis: Redis, written: io.StringIO) -> None:
    queue = Queue("dial", connection=redis, serializer=JSONSerializer)
    job = queue.enqueue(break_over_a_number, failure_ttl=60)
    Worker([queue], connection=redis, serializer=JSONSerializer).work(burst=True, logging_level="WARNING")
    broken = Job.fetch(job.id, connection=redis, serializer=JSONSerializer)
    kept = b"".join(
        str(redis.hgetall(key) if redis.type(key) == b"hash" else redis.dump(key)).encode() for key in redis.scan_iter()
    )
    assert broken.is_failed
    assert NUMBER.encode() not in kept
    assert NUMBER not in written.getvalue()
    assert "break_over_a_number" in written.getvalue()
