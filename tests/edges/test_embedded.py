"""Raabta's own servers are for Raabta alone: other people of the same machine find every door closed."""

import os
import subprocess
from pathlib import Path
from stat import S_IMODE

import pytest
from redis import Redis
from redis.exceptions import AuthenticationError

from config import read_settings
from workers.embedded.failures import CannotStartError
from workers.embedded.ports import free_port
from workers.embedded.postgres import Postgres
from workers.embedded.sockets import clear_sockets_of_the_dead
from workers.embedded.valkey import valkey_command, wait_for_valkey
from workers.environment import Home, with_embedded_servers
from workers.interrupts import interruptible
from workers.machine import Machine
from workers.processes import Runner


def test_nobody_else_has_jobs_run_through_our_queue(tmp_path: Path) -> None:
    home, port = Home(tmp_path / "home"), free_port()
    password = home.queue_password()
    command = valkey_command(tmp_path / "valkey", port, password)
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for_valkey(f"redis://:{password}@127.0.0.1:{port}/0")
        with pytest.raises(AuthenticationError):
            Redis(port=port).ping()
    finally:
        server.terminate()
        server.wait()
    assert password not in " ".join(command)
    assert S_IMODE((tmp_path / "valkey" / "valkey.conf").stat().st_mode) == 0o600


def test_the_password_is_made_once_and_betrays_no_secret(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert Home(tmp_path).queue_password() == home.queue_password() != home.secret()
    assert home.queue_password() in with_embedded_servers({}, home)["REDIS_URL"]
    assert S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_nobody_else_reaches_our_database(postgres: Postgres) -> None:
    assert S_IMODE(postgres.sockets.stat().st_mode) == 0o700
    assert S_IMODE(postgres.data.stat().st_mode) == 0o700


class MortalPostgres(Postgres):
    """A server of which only life and death are of interest; a start fails while its last processes hold its memory."""

    alive, starts_that_fail, started = True, 1, 0

    def lives(self) -> bool:
        return self.alive

    def start(self) -> bool:
        self.started += 1
        if self.started <= self.starts_that_fail:
            raise CannotStartError("pre-existing shared memory block is still in use")
        self.alive = True
        return True


def test_our_own_database_is_started_again_when_it_has_died(tmp_path: Path) -> None:
    home = Home(tmp_path)
    postgres, runner = MortalPostgres(tmp_path), Runner(tmp_path, {})
    settings = read_settings(with_embedded_servers({}, home))
    with interruptible() as interrupts:
        machine = Machine(home, settings, postgres, runner, interrupts)
        machine.tend(0.01)
        assert postgres.started == 0
        postgres.alive = False
        machine.tend(0.01)
        assert not postgres.lives()
        machine.tend(0.01)
        assert postgres.lives()


def test_a_server_lives_as_long_as_the_process_that_its_others_descend_from(postgres: Postgres, tmp_path: Path) -> None:
    assert postgres.lives()
    nobody = Postgres(tmp_path)
    assert not nobody.lives()
    nobody.data.mkdir()
    (nobody.data / "postmaster.pid").write_text("2147483647\n")
    assert not nobody.lives()


def test_a_start_clears_the_sockets_of_servers_that_were_killed_and_of_nobody_else(tmp_path: Path) -> None:
    now, hour = 1_000_000.0, 3600.0
    killed, lives, starts, stopped, other = (tmp_path / f"raabta-{digit * 12}" for digit in "abcde")
    for folder, process in ((killed, 2147483647), (lives, os.getpid()), (starts, None), (stopped, None), (other, None)):
        folder.mkdir()
        if process:
            (folder / ".s.PGSQL.5432").touch()
            (folder / ".s.PGSQL.5432.lock").write_text(f"{process}\n/data\n")
        os.utime(folder, (now, now if folder == starts else now - 2 * hour))
    (other / "people.csv").touch()
    os.utime(other, (now, now - 2 * hour))
    clear_sockets_of_the_dead(tmp_path, now=now)
    assert set(tmp_path.iterdir()) == {lives, starts, other}
