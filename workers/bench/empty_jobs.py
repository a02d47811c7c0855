"""The least that a job can be which asks a carrier for something: one request, by RQ's own worker and nothing else."""

import os
from typing import Final

import requests
from redis import Redis
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

QUEUE: Final = "empty"
JOB: Final = "workers.bench.empty_jobs.send"
FORM: Final = {  # as long as what is sent for a call
    "To": "+916000000000",
    "From": "+911140000000",
    "Url": "http://127.0.0.1:8001/hooks/calls/00000000-0000-7000-8000-000000000000/answer",
    "FallbackUrl": "http://127.0.0.1:8001/hooks/fallback",
    "StatusCallback": "http://127.0.0.1:8001/hooks/calls/00000000-0000-7000-8000-000000000000/status",
    "StatusCallbackEvent": ["ringing", "completed"],
    "Timeout": "30",
    "TimeLimit": "1800",
}
_carrier = requests.Session()
_carrier.trust_env = False


def send(url: str) -> None:
    """Send one request."""
    _carrier.post(url, data=FORM, timeout=(3.0, 10.0)).raise_for_status()


def main() -> None:
    """Work until told to stop."""
    redis = Redis.from_url(os.environ["REDIS_URL"])
    queue = Queue(QUEUE, connection=redis, serializer=JSONSerializer)
    SimpleWorker([queue], connection=redis, serializer=JSONSerializer).work(logging_level="WARNING")


if __name__ == "__main__":
    main()
