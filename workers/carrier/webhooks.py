"""Asks and tells the customer's addresses: signed as Twilio signs, and lost, doubled or late on request."""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urldefrag, urlencode
from uuid import uuid4

import httpx
from twilio.request_validator import RequestValidator

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


class Webhooks:
    """The one door through which the carrier speaks to the customer's side."""

    def __init__(self, options: CarrierOptions, pace: Pace, log: CarrierLog) -> None:
        self.faults = options.faults
        self._seed, self._seconds = options.seed, options.webhook_seconds
        self._sign = RequestValidator(options.auth_token).compute_signature
        self._pace, self._log = pace, log
        self._under_way: set[asyncio.Task[Any]] = set()
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(options.webhook_seconds, connect=CONNECT_SECONDS),
            limits=httpx.Limits(max_connections=200, keepalive_expiry=1.0),  # shorter than gunicorn keeps them
            follow_redirects=True,
            trust_env=False,
        )

    async def fetch(self, hook: Hook, fields: Mapping[str, str]) -> str:
        """Ask for a document; a request once sent is finished, even when the call ends meanwhile.

        Raises:
            WebhookFailedError: 11200 where the answer failed or came too late, 12300 where it is not a document.
        """
        response = await asyncio.shield(self._in_background(self._deliver(_Letter(hook, fields, {}))))
        self._log.note("document_fetched", call=fields.get("CallSid"), **_answer(response))
        if not response.is_success:
            raise WebhookFailedError(11200, f"HTTP {response.status_code}")
        if not response.headers.get("Content-Type", "").startswith(DOCUMENT_TYPES):
            raise WebhookFailedError(12300, "Invalid Content-Type")
        return response.text

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
        await self._client.aclose()

    async def _tell(self, letter: _Letter, turn: asyncio.Lock, *, after: float = 0.0) -> None:
        await self._pace.sleep(after)
        async with turn:
            try:
                response = await self._deliver(letter)
            except WebhookFailedError as failure:
                self._log.note("webhook_failed", why=str(failure), **letter.line)
            else:
                self._log.note("webhook_sent", **_answer(response), **letter.line)

    async def _deliver(self, letter: _Letter) -> httpx.Response:
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
                async with asyncio.timeout(self._seconds):
                    return await self._client.request(method, url, data=form or None, headers=headers)
            except (httpx.ConnectError, httpx.ConnectTimeout) as problem:
                if not tries_left:
                    raise WebhookFailedError(11200, type(problem).__name__) from problem
            except (httpx.HTTPError, TimeoutError) as problem:
                raise WebhookFailedError(11200, type(problem).__name__) from problem
        raise AssertionError("every try returns or raises")

    def _in_background(self, work: Coroutine[Any, Any, _T]) -> asyncio.Task[_T]:
        task = asyncio.get_running_loop().create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()  # looked at, for where nobody waits for it any more


def _answer(response: httpx.Response) -> dict[str, float]:
    """Return how an address answered, and after how many milliseconds."""
    return {"http": response.status_code, "ms": round(response.elapsed.total_seconds() * 1000, 1)}
