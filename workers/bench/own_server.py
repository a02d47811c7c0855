"""A PostgreSQL of its own for a bench, gone afterwards."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from workers.embedded.postgres import Postgres
from workers.environment import Home

DATABASE: Final = "bench"


@contextmanager
def own_postgres(folder: Path) -> Iterator[Postgres]:
    """Run a server until the block ends; nothing of it stays."""
    server = Home(folder).postgres()
    try:
        server.start()
        server.create(DATABASE)
        yield server
    finally:
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)
