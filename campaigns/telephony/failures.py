"""What a carrier did not do, and whether a call may exist all the same (telephony.md section 4)."""

from enum import StrEnum


class Placed(StrEnum):
    """Whether a failed request may have placed a call."""

    NO = "no"
    MAYBE = "maybe"


class TelephonyError(Exception):
    """The carrier did not do what was asked. `placed` says whether a call may exist all the same."""

    placed = Placed.NO

    def __init__(
        self,
        message: str,
        *,
        retry_after: float | None = None,
        carrier_code: str | None = None,
        http_status: int | None = None,
    ) -> None:
        super().__init__(message)
        self.retry_after = retry_after  # seconds
        self.carrier_code = carrier_code
        self.http_status = http_status


class NotSent(TelephonyError):  # noqa: N818 - the port's words, telephony.md section 4
    """Nothing left: name not found, refused, connect time-out."""


class RateLimited(TelephonyError):  # noqa: N818 - as above
    """Refused by a limit on calls per second; never processed."""


class ConcurrencyLimited(TelephonyError):  # noqa: N818 - as above
    """Refused by a limit on simultaneous calls."""


class InvalidDestination(TelephonyError):  # noqa: N818 - as above
    """The number cannot be called."""


class CallerIdRefused(TelephonyError):  # noqa: N818 - as above
    """The carrier does not let us show this caller id."""


class PolicyBlocked(TelephonyError):  # noqa: N818 - as above
    """The carrier may not call this country for us: nobody there can be called until a person mends it."""


class AuthFailed(TelephonyError):  # noqa: N818 - as above
    """Wrong keys: nothing can be placed until a person mends it."""


class NoFunds(AuthFailed):
    """The account has no funds, or is closed for another reason: likewise."""


class OutcomeUnknown(TelephonyError):  # noqa: N818 - as above
    """The call may or may not exist: read time-out, reset, 5xx. Ask about it; never send it again."""

    placed = Placed.MAYBE


class NotFound(TelephonyError):  # noqa: N818 - as above
    """The carrier does not know the call."""


class BadSignature(Exception):  # noqa: N818 - as above
    """A webhook that the carrier did not sign."""


class UnknownWord(TelephonyError):  # noqa: N818 - as above
    """The carrier used a word that our table does not hold; logged where it is read, for a person to add it."""

    placed = Placed.MAYBE
