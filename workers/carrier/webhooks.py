"""Asks and tells the customer's addresses: signed as Twilio signs, and lost, doubled or late on request."""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urldefrag, urlencode
from uuid import uuid4

from aiohttp import ClientError, ClientSession, ClientTimeout, ConnectionTimeoutError, DummyCookieJar, TCPConnector
from aiohttp.client_exceptions import ClientConnectorError
from twilio.request_validator import RequestValidator
from yarl import URL

from workers.carrier.calls import Hook
from workers.carrier.faults import draw
from workers.carrier.log import CarrierLog
from workers.carrier.options import CarrierOptions
from workers.carrier.pace import Pace

_T = TypeVar("_T")
CONNECT_SECONDS = 5.0  # Twilio's
TRIES = 2  # Twilio's: one more where no connection came about, none otherwise
DOCUMENT_TYPES = ("text/xml", "application/xml", "text/html")


class WebhookFailedError(Exception):
    """An address gave no usable answer. `code` is Twilio's error number."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class _Letter:
    """One thing to tell; twice with the same token where it is doubled."""

    hook: Hook
    fields: Mapping[str, str]
    line: Mapping[str, Any]  # how the log names it
    token: str = field(default_factory=lambda: str(uuid4()))


@dataclass(frozen=True)
class _Answer:
    """How an address answered."""

    status: int
    kind: str
    text: str
    seconds: float

    def for_log(self) -> dict[str, float]:
        return {"http": self.status, "ms": round(self.seconds * 1000, 1)}


class Webhooks:
    """The one door through which the carrier speaks to the customer's side."""

    def __init__(self, options: CarrierOptions, pace: Pace, log: CarrierLog) -> None:
        self.faults = options.faults
        self._seed, self._seconds = options.seed, options.webhook_seconds
        self._sign = RequestValidator(options.auth_token).compute_signature
        self._pace, self._log = pace, log
        self._under_way: set[asyncio.Task[Any]] = set()
        self._opened: ClientSession | None = None

    async def fetch(self, hook: Hook, fields: Mapping[str, str]) -> str:
        """Ask for a document; a request once sent is finished, even when the call ends meanwhile.

        Raises:
            WebhookFailedError: 11200 where the answer failed or came too late, 12300 where it is not a document.
        """
        answer = await asyncio.shield(self._in_background(self._deliver(_Letter(hook, fields, {}))))
        self._log.note("document_fetched", call=fields.get("CallSid"), **answer.for_log())
        if not HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
            raise WebhookFailedError(11200, f"HTTP {answer.status}")
        if not answer.kind.startswith(DOCUMENT_TYPES):
            raise WebhookFailedError(12300, "Invalid Content-Type")
        return answer.text

    def tell(self, hook: Hook, fields: Mapping[str, str], about: tuple[object, ...], turn: asyncio.Lock) -> None:
        """Tell of something, in the background; faults are drawn from `about`, order within `turn` is kept."""
        faults, dice = self.faults, draw(self._seed, "webhook", *about)
        lost, doubled, late = (dice.random() < rate for rate in (faults.lost, faults.doubled, faults.late))
        line = {"call": fields.get("CallSid"), "event": about[-2], "seq": about[-1]}
        letter = _Letter(hook, fields, line)
        if lost:
            self._log.note("webhook_lost", **line)
            return
        if late:
            self._log.note("webhook_late", **line)
            self._in_background(self._tell(letter, asyncio.Lock(), after=dice.uniform(3, 30)))
        else:
            self._in_background(self._tell(letter, turn))
        if doubled:
            self._log.note("webhook_doubled", **line)
            self._in_background(self._tell(letter, asyncio.Lock(), after=dice.uniform(0, 10)))

    async def quiet(self) -> None:
        """Wait until all that is to be told has been told."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def close(self) -> None:
        """Drop what is under way."""
        tasks = list(self._under_way)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._opened:
            await self._opened.close()

    async def _tell(self, letter: _Letter, turn: asyncio.Lock, *, after: float = 0.0) -> None:
        await self._pace.sleep(after)
        async with turn:
            try:
                answer = await self._deliver(letter)
            except WebhookFailedError as failure:
                self._log.note("webhook_failed", why=str(failure), **letter.line)
            else:
                self._log.note("webhook_sent", **answer.for_log(), **letter.line)

    async def _deliver(self, letter: _Letter) -> _Answer:
        method, url, form = letter.hook.method, urldefrag(letter.hook.url).url, dict(letter.fields)
        if method == "GET":
            url, form = f"{url}{'&' if '?' in url else '?'}{urlencode(form)}", {}
        headers = {
            "X-Twilio-Signature": self._sign(url, form),
            "I-Twilio-Idempotency-Token": letter.token,
            "User-Agent": "TwilioProxy/1.1",
        }
        for tries_left in reversed(range(TRIES)):
            try:
                return await self._ask(method, url, form, headers)
            except (ClientConnectorError, ConnectionTimeoutError) as problem:
                if not tries_left:
                    raise WebhookFailedError(11200, type(problem).__name__) from problem
            except (ClientError, TimeoutError) as problem:
                raise WebhookFailedError(11200, type(problem).__name__) from problem
        raise AssertionError("every try returns or raises")

    async def _ask(self, method: str, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> _Answer:
        watch = asyncio.get_running_loop().time
        began, as_signed = watch(), URL(url, encoded=True)
        async with self._client().request(method, as_signed, data=form or None, headers=headers) as response:
            text = await response.text(errors="replace")
            return _Answer(response.status, response.headers.get("Content-Type", ""), text, watch() - began)

    def _client(self) -> ClientSession:
        """Return the connections to the customer; they are made where they are used, on the running loop."""
        if self._opened is None:
            self._opened = ClientSession(
                connector=TCPConnector(limit=200, keepalive_timeout=1.0),  # shorter than gunicorn keeps them
                cookie_jar=DummyCookieJar(),
                timeout=ClientTimeout(self._seconds, sock_connect=CONNECT_SECONDS),
            )
        return self._opened

    def _in_background(self, work: Coroutine[Any, Any, _T]) -> asyncio.Task[_T]:
        task = asyncio.get_running_loop().create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()  # looked at, for where nobody waits for it any more
