"""Starts a PostgreSQL server on a Unix socket and stops it again; as root it runs as a system user, which it demands."""

import contextlib
import os
import pwd
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil

from workers.embedded.binaries import SYSTEM_USER, binaries, system_user
from workers.embedded.failures import CannotStartError
from workers.embedded.sockets import clear_sockets_of_the_dead, remove_sockets, sockets_folder

SUPERUSER: Final = "postgres"
WORDLESS: Final = ("log_error_verbosity=terse", "log_min_error_statement=panic")  # its log quotes no row
# A list of a million rows writes 3 GB of log. A checkpoint on its way makes each page of an index that is written after
# it go into the log whole: half as much again for an approval of 400,000 rows. What the buffers of the log take more is
# taken from those of the tables: with all our processes such a list stays within 500 MiB.
ROOMY: Final = ("max_wal_size=4GB", "wal_buffers=16MB", "shared_buffers=108MB")


@dataclass
class Postgres:
    """One PostgreSQL server on a Unix socket; `folder` holds its data and log."""

    folder: Path
    options: tuple[str, ...] = ()  # server settings like fsync=off
    user: str | None = field(init=False, default=None)

    @property
    def data(self) -> Path:
        """Return the data folder."""
        return self.folder / "postgres"

    @property
    def sockets(self) -> Path:
        """Return the folder of the socket."""
        return sockets_folder(self.data)

    def url(self, database: str) -> str:
        """Return the SQLAlchemy address of one of its databases."""
        return f"postgresql+psycopg://{SUPERUSER}@/{database}?host={self.sockets}"

    def start(self) -> bool:
        """Start the server, made anew where there is none; one that already runs is left alone, and False returned.

        Raises:
            CannotStartError: with the end of the server's log.
        """
        clear_sockets_of_the_dead(self.sockets.parent, now=time.time())
        self._prepare()
        if not (self.data / "PG_VERSION").exists():
            hasty = ["--no-sync"] if "fsync=off" in self.options else []
            who_and_where = ("--auth=trust", "--encoding=utf8", "--locale=C.UTF-8", "-U", SUPERUSER, "-D", self.data)
            self._run("initdb", *who_and_where, *hasty)
        if self._running():
            return False
        settings = ["listen_addresses=", f"unix_socket_directories={self.sockets}", *WORDLESS, *ROOMY, *self.options]
        options = " ".join(f"-c {setting}" if setting[-1] != "=" else f"-c {setting}''" for setting in settings)
        self._run(
            "pg_ctl", "-w", "-t", "180", "-D", self.data, "-l", self.folder / "postgres.log", "-o", options, "start"
        )
        return True

    def create(self, database: str) -> None:
        """Create a database; one that is there already is left alone.

        Raises:
            CannotStartError: with the end of the server's log.
        """
        done = self._call("createdb", "-h", self.sockets, "-U", SUPERUSER, database)
        if done.returncode and "already exists" not in done.stdout:
            raise CannotStartError(f"The database {database} could not be made: {done.stdout}")

    def stop(self) -> None:
        """Stop the server; connections are cut, and the folder of its socket goes."""
        if (self.data / "PG_VERSION").exists() and self._running():
            self._run("pg_ctl", "-w", "-D", self.data, "-m", "fast", "stop")
        remove_sockets(self.sockets)

    def process_id(self) -> int:
        """Return the process that all its others descend from; of a server that runs."""
        return int((self.data / "postmaster.pid").read_text().splitlines()[0])

    def lives(self) -> bool:
        """Tell whether that process is still there; cheap enough to be asked every second."""
        with contextlib.suppress(OSError, ValueError, IndexError, psutil.NoSuchProcess):
            return psutil.Process(self.process_id()).status() != psutil.STATUS_ZOMBIE
        return False

    def _running(self) -> bool:
        return self._call("pg_ctl", "-D", self.data, "status").returncode == 0

    def _prepare(self) -> None:
        for folder in (self.folder, self.sockets):
            folder.mkdir(parents=True, exist_ok=True)
        self.sockets.touch()  # nobody clears it before the server stands
        self.sockets.chmod(0o700)  # whoever reaches the socket is let in
        self.data.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            self.user = SYSTEM_USER
            account = system_user()
            for folder in (self.folder, self.data, self.sockets):
                os.chown(folder, account.pw_uid, account.pw_gid)

    def _run(self, program: str, *arguments: str | Path) -> None:
        done = self._call(program, *arguments)
        if done.returncode:
            log = self.folder / "postgres.log"
            tail = log.read_text(errors="replace")[-2000:] if log.exists() else done.stdout
            raise CannotStartError(f"{program} failed ({done.returncode}); {log}:\n{tail}")

    def _call(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        account = pwd.getpwnam(SYSTEM_USER) if os.geteuid() == 0 else None
        with tempfile.TemporaryFile("w+") as output:  # a pipe would stay open in the server and hang us
            done = subprocess.run(  # noqa: S603 - our own binaries
                [binaries() / program, *arguments],
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                cwd=self.folder,
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
                start_new_session=True,  # Ctrl-C reaches the runner first, which stops the server last
                check=False,
            )
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, output.read())
