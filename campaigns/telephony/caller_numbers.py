"""The carrier port for the numbers that people see: whether we may call from one, and whether calls to it reach us."""

from collections.abc import Collection, Sequence
from typing import Protocol


class CallerNumbers(Protocol):
    """What a carrier knows of our numbers before anybody is called."""

    def check_caller_number(self, number: str) -> None:
        """Ask whether a call from a number would be taken now.

        Raises CallerIdRefused, NoFunds, AuthFailed, or another TelephonyError where the carrier cannot tell.
        """

    def numbers_not_ringing_us(self, numbers: Collection[str]) -> Sequence[str]:
        """Return those of our numbers whose calls in the carrier does not bring to our hooks. Raises TelephonyError."""
