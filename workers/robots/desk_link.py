"""A robot's browser: signs in, keeps cookie and token, and asks again while the server is away."""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from aiohttp import ClientError, ClientSession

from workers.robots.desk import Desk, joined, read_desk
from workers.robots.pages import Page

log = logging.getLogger(__name__)
AGAIN_AFTER: Final = (0.2, 0.5, 1.0, 2.0, 5.0)  # seconds; the last one from then on
NO_DESK: Final = frozenset({"no_desk", "desk_unknown"})
NO_PULSE: Final[Mapping[str, str]] = {}
CLOSED: Final = frozenset({401, 403})


class Puzzled(Exception):  # noqa: N818 - what the robot is; the server's answer was in no way expected
    """The server answered what the desk's contract does not hold."""


class NotLetIn(Exception):  # noqa: N818 - as above
    """The sign-in or the choice of a campaign was refused."""


@dataclass(frozen=True)
class Told:
    """What the server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    path: str  # of the page at last

    def json(self) -> Any:
        """Read its body."""
        return json.loads(self.body)


@dataclass
class DeskLink:
    """One agent at one browser. `rest` waits for so many seconds, or less when the robot is told to stop."""

    client: ClientSession
    sign_in: str
    password: str
    campaign: str | None
    dice: Random
    rest: Callable[[float], Awaitable[None]]
    token: str = ""
    latest: Desk | None = None
    told: dict[str, Any] = field(default_factory=dict)  # the state as the server has told it so far
    mark: str = ""
    scripts: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    async def state(self) -> Desk:
        """Return how the desk stands; the server sends it only where something has changed."""
        return await self._desk("GET", "/desk/state")

    async def pulse(self) -> Desk:
        """Show that the desk is there, and return how it stands."""
        return await self._desk("GET", "/desk/state", pulse={"X-Pulse": str(self.told.get("stamp"))})

    async def act(self, action: str, **wish: Any) -> Desk:
        """Do something at the desk; return how it stands afterwards."""
        return await self._desk("POST", f"/desk/{action}", wish)

    async def answer(self, call_id: str, step: str, value: Any) -> Desk:
        """Give an answer. As at the page, it stands here at once: the server tells only what else is new."""
        desk = await self.act("answer", call_id=call_id, step=step, value=value)
        if desk.refused is None and desk.call_id == call_id:
            self.told["answers"] = {**desk.answers, step: value}
            self.latest = desk = read_desk(self.told)
        return desk

    async def script(self, version: str) -> Mapping[str, Any]:
        """Return a version of a script; it never changes."""
        if version not in self.scripts:
            response = await self._ask("GET", f"/desk/script/{version}")
            if response.status != 200:
                raise Puzzled(f"{response.status} for the script")
            self.scripts[version] = response.json()
        return self.scripts[version]

    async def open_desk(self) -> None:
        """Sit down at the campaign, without a headset.

        Raises:
            NotLetIn: there is no such campaign to work.
        """
        page = await self._page("/desk/start")
        slug = self.campaign or next(iter(page.campaigns), None)
        if slug not in page.campaigns:
            raise NotLetIn("no campaign to work")
        form = {"campaign_id": page.campaigns[slug], "leg": "none", "csrf_token": page.token}
        response = await self._ask("POST", "/desk/start", data=form)
        if response.status >= 400:
            raise NotLetIn("the campaign was refused")

    async def leave(self) -> bool:
        """Close the desk; False while the server will not have it."""
        response = await self._ask("POST", "/desk/sign-out", json={}, headers={"X-CSRFToken": self.token})
        return response.status != 409 or response.json().get("because") in NO_DESK

    async def _desk(
        self, method: str, path: str, wish: dict[str, Any] | None = None, pulse: Mapping[str, str] = NO_PULSE
    ) -> Desk:
        for _ in range(3):
            headers = {"X-CSRFToken": self.token, "Accept": "application/json", **(pulse if self.latest else {})}
            if self.latest and self.mark:
                headers["X-Knows"] = self.mark.removeprefix("W/").strip('"')
                headers |= {"If-None-Match": self.mark} if method == "GET" else {}
            response = await self._ask(method, path, json=wish, headers=headers)
            if response.status == 304 and self.latest:
                return self.latest
            if response.status in (200, 409):
                desk = self._read(response)
                if desk is not None:
                    return desk
                await self.open_desk()
                method, path, wish = "GET", "/desk/state", None  # whatever was asked for went with the old desk
            elif response.status in CLOSED:
                await self._sign_in()
                await self.open_desk()
            elif response.status == 400:
                await self._page("/desk/start")  # the token may have ended with an older sign-in
            else:
                break
        raise Puzzled(f"{method} {path}")

    def _read(self, response: Told) -> Desk | None:
        """Return the desk in an answer; None where there is none any more."""
        try:
            told = response.json()
            refused = told["because"] if response.status == 409 else None
            if refused in NO_DESK or (refused and not told["state"]):
                return None
            news = told["state"] if refused else told
            self.told = joined(self.told, news) if "X-Part" in response.headers else news
            desk = read_desk(self.told, refused)
        except (KeyError, TypeError, ValueError) as error:
            raise Puzzled(f"an answer without a desk: {type(error).__name__}") from error
        self.latest, self.mark = desk, response.headers.get("ETag", "")
        return desk

    async def _page(self, path: str) -> Page:
        response = await self._ask("GET", path, allow_redirects=True)
        if response.path == "/sign-in" and path != "/sign-in":
            await self._sign_in()
            response = await self._ask("GET", path, allow_redirects=True)
        page = Page(response.body.decode())
        self.token, self.latest = page.token or self.token, None
        return page

    async def _sign_in(self) -> None:
        self.client.cookie_jar.clear()
        page = await self._page("/sign-in")
        form = {"sign_in": self.sign_in, "password": self.password, "csrf_token": page.token}
        response = await self._ask("POST", "/sign-in", data=form)
        if response.status >= 400:
            raise NotLetIn("the sign-in was refused")

    async def _ask(self, method: str, path: str, *, allow_redirects: bool = False, **wish: Any) -> Told:
        """Send a request until the server answers it; every request of a desk may be sent twice."""
        tries = 0
        while True:
            try:
                async with self.client.request(method, path, allow_redirects=allow_redirects, **wish) as response:
                    told = Told(response.status, response.headers, await response.read(), response.url.path)
            except (ClientError, TimeoutError) as error:
                trouble = type(error).__name__
            else:
                if told.status < 500 and told.status != 429:
                    return told
                trouble = f"http_{told.status}"
            if tries in (0, 10, 100):
                log.warning("robot_waits", extra={"robot": self.sign_in, "trouble": trouble, "tries": tries + 1})
            await self.rest(AGAIN_AFTER[min(tries, len(AGAIN_AFTER) - 1)] * self.dice.uniform(0.7, 1.3))
            tries += 1
