"""The log of a process without a browser: lines like those of the pages, without the chatter of libraries."""

import logging
from typing import Final

from campaigns.log_lines import write_json_lines

CHATTY: Final = ("httpx", "rq.worker", "alembic")


def set_up_logs() -> None:
    """Send this process's log lines to its standard error."""
    write_json_lines()
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
