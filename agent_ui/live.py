"""The event stream: tells open pages that something changed; what it is, they ask the pages' app."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from agent_ui.cookies import COOKIE, CookieReader
from agent_ui.live_exchange import Exchange, listen
from agent_ui.live_stream import News
from agent_ui.sign_in.signed_in import signed_in_user
from campaigns.log_lines import write_json_lines
from campaigns.store.channel import NoBells
from campaigns.store.desk.open_desks import live_agent_session
from campaigns.store.rights import may_see_campaign, may_see_list
from campaigns.store.session import EVERYTHING, Database, DatabaseAway, Session, why_away
from campaigns.store.tables import User
from config import Settings, read_settings

log = logging.getLogger(__name__)
SIGNED_OUT: Final = 401
NOT_YOURS: Final = 403
AWAY: Final = 503
MOST_TOPICS: Final = 12  # open pages of one browser


@dataclass(frozen=True)
class Right:
    """A person's right to topics, each with the name by which her page asked for it."""

    person_id: UUID
    topics: Mapping[str, str]


@dataclass(frozen=True)
class Streams:
    """What every request of this process needs."""

    db: Database
    cookies: CookieReader
    exchange: Exchange
    pages: str  # origin of the pages, which may read the stream from another port

    async def of_desk(self, request: Request) -> Response:
        """Stream the changes of the agent's own desk."""
        return await self._open(request, {"desk": ""})

    async def of_floor(self, request: Request) -> Response:
        """Stream the changes of a campaign's floor."""
        return await self._open(request, {f"floor/{request.path_params['id']}": ""})

    async def of_list(self, request: Request) -> Response:
        """Stream the progress of a list."""
        return await self._open(request, {f"list/{request.path_params['id']}": ""})

    async def of_browser(self, request: Request) -> Response:
        """Stream the changes of all that the pages of one browser show: `?topic=floor/<id>&topic=desk`, each named."""
        wanted = list(dict.fromkeys(request.query_params.getlist("topic")))[:MOST_TOPICS]
        return await self._open(request, {name: name for name in wanted})

    async def _open(self, request: Request, wanted: Mapping[str, str]) -> Response:
        headers = {
            "Cache-Control": "no-store",
            "X-Accel-Buffering": "no",
            "X-Content-Type-Options": "nosniff",
            "Vary": "Origin",
        }
        if request.headers.get("origin") == self.pages:
            headers |= {"Access-Control-Allow-Origin": self.pages, "Access-Control-Allow-Credentials": "true"}
        right = await asyncio.to_thread(self._right, request.cookies.get(COOKIE), wanted)
        if isinstance(right, int):
            return Response(status_code=right, headers=headers)
        return News(self.exchange, right.person_id, right.topics, headers)

    def _right(self, cookie: str | None, wanted: Mapping[str, str]) -> Right | int:
        """Return the topics that a person may hear of those wanted; what is not hers is left out."""
        try:
            person = signed_in_user(self.db, self.cookies.read(cookie))
            if person is None:
                return SIGNED_OUT
            with self.db.transaction(EVERYTHING) as session:
                found = {_topic(session, person, asked): name for asked, name in wanted.items()}
        except DatabaseAway as trouble:
            log.warning("live_database_away", extra={"error": why_away(trouble)})
            return AWAY
        topics = {topic: name for topic, name in found.items() if topic is not None}
        return Right(person.id, topics) if topics else NOT_YOURS


def _topic(session: Session, person: User, asked: str) -> str | None:
    kind, _, id_ = asked.partition("/")
    if kind == "desk":
        desk = live_agent_session(session, person.id)
        return f"agent:{desk.id}" if desk else None
    may_see = {"floor": may_see_campaign, "list": may_see_list}.get(kind)
    try:
        wanted = UUID(id_)
    except ValueError:
        return None
    return f"{kind}:{wanted}" if may_see and may_see(session, person, wanted) else None


def create_live_app(settings: Settings | None = None) -> Starlette:
    """Build the app; without settings (as a server process does) they are read from the environment."""
    if settings is None:
        settings = read_settings()
        write_json_lines()
    db = Database(settings.database_url, NoBells(), pool_size=4)
    redis_url = settings.redis_url
    pages = urlsplit(settings.public_base_url)
    streams = Streams(db, CookieReader(settings), Exchange(), f"{pages.scheme}://{pages.netloc}")

    @contextlib.asynccontextmanager
    async def open_hours(_app: Starlette) -> AsyncIterator[None]:
        listening = asyncio.create_task(listen(redis_url, streams.exchange))
        yield
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        db.close()

    routes = [
        Route("/live/of", streams.of_browser),
        Route("/live/desk", streams.of_desk),
        Route("/live/floor/{id:uuid}", streams.of_floor),
        Route("/live/list/{id:uuid}", streams.of_list),
    ]
    app = Starlette(routes=routes, lifespan=open_hours)
    app.state.exchange = streams.exchange
    return app
