"""Files in a reader's language, written by a process of the pages: only they know languages and paper."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from campaigns.rules.deliveries import NotDelivered
from campaigns.rules.refusals import Refusal
from campaigns.rules.written_order import WrittenOrder
from config import Settings

HOUSE: Final = Path(__file__).parent.parent
PATIENCE: Final = 900  # seconds; an account of millions of rows is a long book
BROKEN: Final = Refusal("not_written", "The file could not be written: the log says why.")


def written_file(settings: Settings, order: WrittenOrder, target: Path) -> Refusal | None:
    """Write a file whole or not at all, or say why there is none."""
    with TemporaryDirectory(prefix=".raabta-", dir=target.parent) as folder:
        fresh = Path(folder, target.name)
        command = [sys.executable, "-m", "agent_ui.written", order.as_json(), str(fresh)]
        done = subprocess.run(  # noqa: S603 - our own module
            command,
            env=_environment(settings),
            cwd=HOUSE,
            stderr=subprocess.PIPE,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        if done.returncode == 0 and fresh.exists():
            os.replace(fresh, target)
            return None
    said = done.stderr.strip().splitlines()
    if len(said) == 1:  # a refusal; a broken program says more
        return Refusal("nothing_to_write", said[0])
    return BROKEN


class Books:
    """Writes the workbooks of reports that are sent."""

    def __init__(self, settings: Settings) -> None:
        """Keep the settings."""
        self._settings = settings

    def workbook(self, order: WrittenOrder) -> bytes:
        """Return a workbook.

        Raises:
            NotDelivered: with why there is none.
        """
        with TemporaryDirectory(prefix="raabta-") as folder:
            target = Path(folder, "report.xlsx")
            refusal = written_file(self._settings, order, target)
            if refusal is not None:
                raise NotDelivered(refusal.hint)
            return target.read_bytes()


def _environment(settings: Settings) -> dict[str, str]:
    here = {
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "SECRET_KEY": settings.secret_key,
    }
    return {**os.environ, **here}
