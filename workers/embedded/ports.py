"""Finds loopback ports that nobody listens on."""

import contextlib
import itertools
import secrets
import socket
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
