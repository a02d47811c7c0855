"""Raabta's own servers are for Raabta alone: other people of the same machine find every door closed."""

import subprocess
from pathlib import Path
from stat import S_IMODE

import pytest
from redis import Redis
from redis.exceptions import AuthenticationError

from workers.embedded import Postgres, free_port, valkey_command, wait_for_valkey
from workers.environment import Home, with_embedded_servers


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
