"""All that one machine runs: the embedded servers where none are set, the migrations, and the processes."""

import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from config import Settings, read_settings
from workers.embedded.failures import CannotStartError
from workers.embedded.ports import listens
from workers.embedded.postgres import Postgres
from workers.embedded.valkey import wait_for_valkey
from workers.environment import DATABASE, Home
from workers.interrupts import Interrupts, interruptible
from workers.newest_shape import bring_to_newest_shape
from workers.processes import Program, Runner
from workers.programs import valkey, watchman

log = logging.getLogger(__name__)
PATIENCE = 180.0  # seconds for a process to listen; the first start of a cold machine is slow


@dataclass
class Machine:
    """What runs here; `postgres` is None where the database stands elsewhere."""

    home: Home
    settings: Settings
    postgres: Postgres | None
    runner: Runner
    interrupts: Interrupts

    def start(self, programs: Iterable[Program]) -> None:
        """Start processes and keep them running."""
        with self.interrupts.hold():
            self.runner.start(programs)

    def wait_for(self, *ports: int) -> None:
        """Wait until somebody listens on each port.

        Raises:
            CannotStartError: with the folder of the logs.
        """
        deadline = time.monotonic() + PATIENCE
        for port in ports:
            while not listens(port):
                if time.monotonic() > deadline:
                    raise CannotStartError(f"Nobody listens on port {port}: the reason stands in {self.home.logs}.")
                self.runner.tend(0.1)

    def tend(self, seconds: float) -> None:
        """Keep the processes running for so long."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self._keep_database()
            self.runner.tend(min(left, 1.0))

    def start_servers(self) -> None:
        """Start the embedded servers, where they are used, and bring the database to the newest migration."""
        with self.interrupts.hold():
            self.runner.start([watchman(self.home.folder)])
            if self.postgres:
                self.postgres.start()
                self.postgres.create(DATABASE)
                self.runner.start([valkey(self.home.servers, self.home.ports()["valkey"], self.home.queue_password())])
                wait_for_valkey(self.settings.redis_url)
            bring_to_newest_shape(self.settings)

    def _keep_database(self) -> None:
        """Start our own PostgreSQL again if it has died: at the next look, where its last processes are not gone yet."""
        if self.postgres is None or self.interrupts.asked or self.postgres.lives():
            return
        log.error("database_died")
        with self.interrupts.hold(), suppress(CannotStartError):
            self.postgres.start()

    def stop(self) -> None:
        """Stop processes and servers, in order; a second Ctrl-C does not tear it."""
        self.interrupts.hold_to_the_end()
        try:
            self.runner.stop()
        finally:
            if self.postgres:
                self.postgres.stop()
            self.runner.close()  # the home is free once nothing runs in it


@contextmanager
def machine(home: Home, environment: dict[str, str], *postgres_options: str) -> Iterator[Machine]:
    """Hold a machine's processes until the end of the block, however it ends."""
    settings = read_settings(environment)
    own = home.postgres(*postgres_options)
    runner = Runner(home.folder, environment)
    runner.open()
    with interruptible() as interrupts:
        here = Machine(home, settings, own if settings.database_url == own.url(DATABASE) else None, runner, interrupts)
        try:
            here.start_servers()
            yield here
        finally:
            here.stop()
