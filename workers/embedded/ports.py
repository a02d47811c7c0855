"""Finds loopback ports that nobody listens on, and says which one is taken."""

import contextlib
import itertools
import secrets
import socket
from collections.abc import Iterable
from typing import Final

from workers.embedded.failures import CannotStartError

# Above the ports that browsers refuse; below those that Linux gives to outgoing connections, and to who asks for any.
PORTS: Final = range(10_240, 32_768)
_turns: Final = itertools.count(secrets.randbelow(len(PORTS)))  # two processes hardly ever begin side by side


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


def refuse_taken(ports: Iterable[int]) -> None:
    """Make sure that nobody else listens where we shall.

    Raises:
        CannotStartError: with the port that is taken.
    """
    for port in ports:
        if listens(port):
            raise CannotStartError(f"Port {port} is taken by another program: stop it, or choose another --port.")


def listens(port: int) -> bool:
    """Tell whether somebody listens there."""
    with contextlib.closing(socket.socket()) as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
