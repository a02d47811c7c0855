"""Reads what is written in a setting; each reader returns its value, or raises ValueError where it is none."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit


def text(written: str) -> str:
    """Read any words but none."""
    if not written:
        raise ValueError
    return written


def one_of(*allowed: str) -> Callable[[str], str]:
    """Return a reader of one of these words."""

    def check(written: str) -> str:
        if written not in allowed:
            raise ValueError
        return written

    return check


def url(*schemes: str) -> Callable[[str], str]:
    """Return a reader of addresses with one of these schemes; a slash at the end goes."""

    def check(written: str) -> str:
        if urlsplit(written).scheme not in schemes:
            raise ValueError
        return written.rstrip("/")

    return check


def secret(written: str) -> str:
    """Read a key that is long enough."""
    if len(written) < 32:
        raise ValueError
    return written


def positive(written: str) -> float:
    """Read a number above 0."""
    number = float(written)
    if not 0 < number < float("inf"):
        raise ValueError
    return number


def price(written: str) -> float:
    """Read a number of 0 or more."""
    number = float(written)
    if not 0 <= number < float("inf"):
        raise ValueError
    return number


def currency(written: str) -> str:
    """Read three capital letters."""
    if len(written) != 3 or not (written.isascii() and written.isalpha() and written.isupper()):
        raise ValueError
    return written


def count(written: str) -> int:
    """Read a whole number above 0."""
    number = int(written)
    if number <= 0:
        raise ValueError
    return number


def hops(written: str) -> int:
    """Read how many proxies stand in front."""
    number = int(written)
    if not 0 <= number <= 5:
        raise ValueError
    return number


def on_off(written: str) -> bool:
    """Read whether something is on."""
    if written not in ("on", "off"):
        raise ValueError
    return written == "on"


def moment(written: str) -> datetime:
    """Read a moment with its offset."""
    read = datetime.fromisoformat(written)
    if read.tzinfo is None:
        raise ValueError
    return read


def account(written: str) -> str:
    """Read the id of an account at Twilio."""
    if len(written) != 34 or not written.startswith("AC"):
        raise ValueError
    return written
