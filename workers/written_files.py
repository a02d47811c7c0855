"""Files in a reader's language, written by a process of the pages: only they know languages and paper."""

import logging
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from campaigns.rules.accounts.written_order import NOTHING_TO_WRITE, WrittenOrder
from campaigns.rules.refusals import Refusal
from campaigns.rules.reports.deliveries import NotDelivered
from campaigns.rules.reports.undelivered import NOT_WRITTEN, WRITTEN_TOO_SLOWLY
from campaigns.sheets.short_lived_folder import short_lived_folder
from config import Settings

HOUSE: Final = Path(__file__).parent.parent
LONG: Final = 3600.0  # seconds; an account of millions of rows is a long book
SHORT: Final = 300.0  # for one file of a report that is sent: well below the time for which it is claimed

log = logging.getLogger(__name__)


def written_file(settings: Settings, order: WrittenOrder, target: Path, *, patience: float = LONG) -> Refusal | None:
    """Write a file whole or not at all, or say why there is none."""
    with TemporaryDirectory(prefix=".raabta-", dir=target.parent) as folder:
        fresh = Path(folder, target.name)
        command = [sys.executable, "-m", "agent_ui.written", order.as_json(), str(fresh)]
        try:
            done = subprocess.run(  # noqa: S603 - our own module
                command, env=_environment(settings), cwd=HOUSE, stderr=subprocess.PIPE, text=True, timeout=patience, check=False
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            _broken(order, "TimeoutExpired")
            return WRITTEN_TOO_SLOWLY
        said = done.stderr.strip().splitlines() or [""]
        if done.returncode == NOTHING_TO_WRITE:
            return Refusal("nothing_to_write", said[-1])
        if done.returncode:
            return _broken(order, said[-1].partition(":")[0])
        os.replace(fresh, target)
        return None


def _broken(order: WrittenOrder, error: str) -> Refusal:
    log.error("file_not_written", extra={"campaign_id": str(order.campaign_id), "what": order.what, "error": error})
    return NOT_WRITTEN


class Books:
    """Writes the files of reports that are sent."""

    def __init__(self, settings: Settings) -> None:
        """Keep the settings."""
        self._settings = settings

    def written(self, order: WrittenOrder) -> bytes:
        """Return a file.

        Raises:
            NotDelivered: with why there is none.
        """
        with short_lived_folder() as folder:
            target = folder / f"report.{order.kind}"
            refusal = written_file(self._settings, order, target, patience=SHORT)
            if refusal is not None:
                raise NotDelivered(refusal)
            return target.read_bytes()


def _environment(settings: Settings) -> dict[str, str]:
    here = {
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "SECRET_KEY": settings.secret_key,
    }
    return {**os.environ, **here}
