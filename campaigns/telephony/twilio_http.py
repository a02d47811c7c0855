"""One request to Twilio, tried exactly once; what failed is told apart here, where status and headers are known."""

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError, ProxyError, SSLError

from campaigns.telephony.failures import NotSent, OutcomeUnknown, TelephonyError
from campaigns.telephony.twilio_words import read_failure

CONNECT_SECONDS: Final = 3.0
READ_SECONDS: Final = 10.0
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class OneTryHttpClient(TwilioHttpClient):  # type: ignore[misc] # the SDK publishes no types
    """Sends the SDK's requests of every product to one address, and raises the port's errors."""

    def __init__(self, base_url: str) -> None:
        super().__init__()
        self.timeout = (CONNECT_SECONDS, READ_SECONDS)
        self.base_url = base_url
        if urlsplit(base_url).hostname in LOOPBACK:
            self.session.trust_env = False  # the sandbox carrier is never behind the machine's proxy

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        """Send once.

        Raises:
            TelephonyError: the kind says whether a call may exist all the same.
        """
        parts = urlsplit(url)
        here = self.base_url + parts.path + (f"?{parts.query}" if parts.query else "")
        try:
            response = super().request(method, here, *args, **kwargs)
        except requests.RequestException as error:
            failure = NotSent if _never_left(error) else OutcomeUnknown
            raise failure(type(error).__name__) from error
        if not 200 <= response.status_code < 300:
            raise _failure(response)
        if not isinstance(_json(response), dict):
            raise OutcomeUnknown("The carrier's answer is not JSON.", http_status=response.status_code)
        return response

    def shown_time(self) -> float | None:
        """Return the wall second in the head of an answer: which one does not matter, nor that it may be a refusal."""
        try:
            answer = self.session.get(
                self.base_url, headers={"Cache-Control": "no-cache"}, timeout=self.timeout, allow_redirects=False
            )
        except requests.RequestException as error:
            raise NotSent(type(error).__name__) from error
        try:
            return parsedate_to_datetime(answer.headers.get("Date", "")).timestamp()
        except ValueError:
            return None

    def log_request(self, kwargs: dict[str, Any]) -> None:
        """Log nothing: the SDK would write telephone numbers."""

    def log_response(self, status_code: int, response: Any) -> None:
        """Log nothing, as above."""


@contextmanager
def in_our_words() -> Iterator[None]:
    """Turn whatever else the SDK raises while it reads an answer into OutcomeUnknown: the request did leave."""
    try:
        yield
    except (TwilioException, ValueError, TypeError, AttributeError, KeyError) as error:
        raise OutcomeUnknown(f"The carrier's answer makes no sense: {type(error).__name__}.") from error


def _never_left(error: requests.RequestException) -> bool:
    if isinstance(error, (requests.ConnectTimeout, requests.exceptions.ProxyError, requests.exceptions.InvalidURL)):
        return True
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    if isinstance(reason, SSLError):
        return bool(reason.args) and isinstance(reason.args[0], ssl.SSLCertVerificationError)
    return isinstance(reason, (NewConnectionError, ConnectTimeoutError, ProxyError))  # with it: name not found


def _failure(response: Response) -> TelephonyError:
    body = _json(response)
    code = str(body.get("code") or "") if isinstance(body, dict) else ""
    kind = read_failure(response.status_code, code)
    return kind(
        f"HTTP {response.status_code}, code {code or 'none'}",
        retry_after=_seconds((response.headers or {}).get("Retry-After")),
        carrier_code=code or None,
        http_status=response.status_code,
    )


def _json(response: Response) -> Any:
    try:
        return json.loads(response.text)
    except ValueError:
        return None


def _seconds(written: str | None) -> float | None:
    return float(written) if written and written.isdecimal() else None
