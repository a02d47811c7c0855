"""Log lines: a constant event and its ids, one line each; never a name or a number."""

import logging
import sys
from typing import Final

USUAL: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class EventLines(logging.Formatter):
    """Writes `2026-11-23T04:30:00 INFO workers.dialler calls_handed_out campaign_id=…`."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """Put the extra fields of a record after its event."""
        extra = " ".join(f"{key}={value}" for key, value in vars(record).items() if key not in USUAL)
        return f"{super().formatMessage(record)} {extra}".rstrip()


def set_up_logs(level: int = logging.INFO) -> None:
    """Send this process's log lines to its standard error."""
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(EventLines("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[lines], force=True)
    for chatty in ("httpx", "rq.worker", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
