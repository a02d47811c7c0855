"""Robot agents at real pages: they work a campaign, wait where a server is away, and notice what an agent would."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import func, select
from werkzeug.serving import make_server

from agent_ui.app import create_app
from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.calls.connect_answered_call import connect_answered_call
from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.calls.record_call_event import record_call_event
from campaigns.house import House
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.roles import Role
from campaigns.rules.scripts.answers import fits
from campaigns.rules.scripts.path import follow
from campaigns.rules.scripts.script import StepKind, read_script
from campaigns.set_up.save_script import save_script
from campaigns.shared.passwords import hash_password
from campaigns.store.bells import CHANNEL
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Answer, Call, Campaign, LoggedOutcome, User
from config import Settings
from tests.flows.phones import Phones, told
from tests.given_floor import NOW, SILENCE, Floor, given_areas, given_floor
from workers.embedded.ports import free_port
from workers.robots import crew, desk_link
from workers.robots.crew import Crew, work
from workers.robots.desk import Desk
from workers.robots.persona import Persona

SCRIPT = json.loads((Path(__file__).parents[2] / "workers/demo/old_age_pension_check.json").read_text("utf-8"))
PASSWORD = "a long enough password"
LIMITS = Limits("sandbox", 100, timedelta(minutes=10))
SPEED = 300.0
CASES = 6
Application = Callable[..., Iterable[bytes]]


class HouseAtNoon(House):
    """A house whose clock stands still."""

    def now(self):
        return NOW


class Troubled:
    """A server of which one answer in six is lost: half of them after the request has been carried out."""

    def __init__(self, app: Application) -> None:
        self.app, self.dice, self.lost = app, Random(3), 0

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        draw = self.dice.random()
        if draw < 1 / 12:
            self.lost += 1
            start_response("503 Service Unavailable", [("Content-Length", "0")])
            return []
        if draw < 2 / 12:
            self.lost += 1
            list(self.app(environ, lambda *_: None))
            start_response("502 Bad Gateway", [("Content-Length", "0")])
            return []
        return self.app(environ, start_response)


class Asked:
    """A server that remembers what it was asked for."""

    def __init__(self, app: Application) -> None:
        self.app, self.paths = app, set[str]()

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        self.paths.add(environ["PATH_INFO"])
        return self.app(environ, start_response)


class Centre:
    """A floor with people to call and agents who can sign in; this test is its dialler and its phone network."""

    def __init__(self, settings: Settings, db: Database, redis: Redis) -> None:
        self.db, self.phones, self.port = db, Phones(), free_port()
        self.app: Application = create_app(settings, built=HouseAtNoon(settings, db, redis, self.phones))
        self.changes = redis.pubsub()
        self.changes.psubscribe(CHANNEL + "*")
        seed_calling_hours(db)
        with db.transaction(EVERYTHING) as session:
            given_areas(session)
            self.floor: Floor = given_floor(session)
            of = self.floor.list(session)
            for _ in range(CASES):
                self.floor.person(session, of)
            for number in range(1, 4):
                mark = hash_password(PASSWORD)
                self.floor.user(session, f"robot{number}", Role.AGENT, password_hash=mark, languages=["ur", "ks"])
        save_script(db, EVERYTHING, self.floor.campaign.id, SCRIPT, now=NOW)

    @contextmanager
    def open(self) -> Iterator[None]:
        """Serve the pages."""
        server = make_server("127.0.0.1", self.port, self.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join(60)

    def dial_until(self, done: Callable[[], bool]) -> None:
        """Hand out and connect calls, and end the lines that agents have put down."""
        for _ in range(300):
            for call_id in hand_out_calls(self.db, self.floor.campaign.id, LIMITS, now=NOW):
                if not self.one(Call, call_id).preview:
                    self.answer(call_id)
            for call in self.all(Call, Call.status == CallStatus.INTENDED, Call.preview.is_(False)):
                self.answer(call.id)
            for call in self.all(Call, Call.status == CallStatus.TALKING):
                if self.one(AgentSession, call.agent_session_id).status is not AgentStatus.ON_CALL:
                    self.end(call)
            if done():
                return
            self.changes.get_message(timeout=0.2)
        raise AssertionError("the robots did not come to the end")

    def answer(self, call_id: Any) -> None:
        """A person answers."""
        place_call(self.db, call_id, telephony=self.phones, now=lambda: NOW)
        call = self.one(Call, call_id)
        record_call_event(self.db, told(call_id, CallEvent.ANSWER, call.carrier_call_id), now=NOW)
        connect_answered_call(self.db, call_id, now=NOW, desk_silence=SILENCE)

    def end(self, call: Call) -> None:
        """A line is cut."""
        event = told(call.id, CallEvent.END, str(call.carrier_call_id), reason=EndReason.COMPLETED)
        record_call_event(self.db, event, now=NOW)

    def one(self, table: Any, id_: Any) -> Any:
        with self.db.transaction(EVERYTHING) as session:
            return session.get_one(table, id_)

    def all(self, table: Any, *where: Any) -> Any:
        with self.db.transaction(EVERYTHING) as session:
            return session.scalars(select(table).where(*where)).all()

    def count(self, table: Any) -> int:
        with self.db.transaction(EVERYTHING) as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    def logged(self) -> int:
        return self.count(LoggedOutcome)


@pytest.fixture
def centre(database_url: str, redis_url: str, db: Database, redis: Redis) -> Centre:
    settings = Settings(database_url=database_url, redis_url=redis_url, secret_key="x" * 32, clock_speed=SPEED)
    return Centre(settings, db, redis)


@contextmanager
def robots(centre: Centre, count: int = 3, password: str = PASSWORD) -> Iterator[None]:
    """Robots at work until the end of the block; then each closes its desk."""
    stop, loop = asyncio.Event(), asyncio.new_event_loop()
    hired = Crew(
        sign_ins=[(f"robot{number}", password) for number in range(1, count + 1)],
        url=f"http://127.0.0.1:{centre.port}",
        live_url="http://127.0.0.1:1",
        campaign="pension",
        seed=7,
        speed=SPEED,
        look_every=0.1,
    )
    thread = threading.Thread(target=loop.run_until_complete, args=(work(hired, stop),))
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(120)
        loop.close()
    assert not thread.is_alive()


def a_desk() -> Desk:
    return Desk(
        session="",
        status=AgentStatus.ON_CALL,
        pause_reason=None,
        call_id="1",
        preview=False,
        preview_seconds=30,
        script_version="1",
        language="ur",
        answers={},
        record={},
        suggested=None,
        slots=(),
        today=NOW.date(),
    )


def test_robots_work_a_campaign_and_close_their_desks(
    centre: Centre, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "TELL_WHEN_NEARLY_DONE", 1.0)
    centre.app = asked = Asked(centre.app)
    with centre.open(), robots(centre):
        centre.dial_until(lambda: centre.logged() == CASES)
    assert "/desk/nearly-done" in asked.paths
    assert {desk.status for desk in centre.all(AgentSession)} == {AgentStatus.SIGNED_OUT}
    assert len({outcome.user_id for outcome in centre.all(LoggedOutcome)}) == 3
    assert centre.count(Answer) > CASES
    assert "Traceback" not in caplog.text


def test_robots_wait_for_a_server_that_is_away_and_lose_nothing_when_answers_are_lost(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_link, "AGAIN_AFTER", (0.1,))
    troubled = Troubled(centre.app)
    centre.app = troubled
    with robots(centre):
        assert centre.changes.get_message(timeout=60)  # only the subscription: nobody listens yet
        with centre.open():
            centre.dial_until(lambda: centre.logged() == CASES)
            assert troubled.lost > 0
    calls = [outcome.call_id for outcome in centre.all(LoggedOutcome)]
    assert len(calls) == len(set(calls)) == CASES


def test_robots_that_are_signed_out_sign_in_again(centre: Centre) -> None:
    with centre.open(), robots(centre):
        centre.dial_until(lambda: centre.logged() >= 2)
        with centre.db.transaction(EVERYTHING) as session:
            for user in session.scalars(select(User)):
                user.password_hash = hash_password(PASSWORD)  # ends every sign-in
        centre.dial_until(lambda: centre.logged() == CASES)


def test_a_robot_notices_that_the_person_has_hung_up(centre: Centre) -> None:
    with centre.open(), robots(centre, count=1):
        centre.dial_until(lambda: bool(centre.all(Call, Call.status == CallStatus.TALKING)))
        for call in centre.all(Call, Call.status == CallStatus.TALKING):
            centre.end(call)
        centre.dial_until(lambda: centre.logged() == 2)


def test_a_robot_reads_the_record_and_dials_in_preview_mode(centre: Centre) -> None:
    with centre.db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, centre.floor.campaign.id).mode = DialMode.PREVIEW
    with centre.open(), robots(centre):
        centre.dial_until(lambda: centre.logged() == CASES)


def test_a_robot_that_is_not_let_in_says_so_and_can_be_stopped(
    centre: Centre, caplog: pytest.LogCaptureFixture
) -> None:
    refused, app = threading.Event(), centre.app

    def watched(environ: Any, start_response: Any) -> Iterable[bytes]:
        def begin(status: str, headers: Any, *more: Any) -> Any:
            if status.startswith("422"):
                refused.set()
            return start_response(status, headers, *more)

        return app(environ, begin)

    centre.app = watched
    with centre.open(), robots(centre, count=1, password="not the password"):
        assert refused.wait(120)
    assert "robot_not_let_in" in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("seed", range(30))
def test_what_people_answer_fits_the_script_and_leads_to_an_end(seed: int) -> None:
    script, persona, answers = read_script(SCRIPT), Persona(Random(seed)), {}
    desk = a_desk()
    while (name := follow(script, answers).next_step) is not None:
        answers[name] = persona.answer(script.steps[name], desk)
        assert fits(script.steps[name], answers[name])
        assert 0 < persona.talks(script.steps[name], "Is this a good time?") < 60
    assert follow(script, answers).suggested is not None


def test_agents_who_have_the_habit_press_nearly_done_at_the_goodbye_and_sometimes_forget() -> None:
    script, dice = read_script(SCRIPT), Random(1)
    goodbye = next(step for step in script.steps.values() if step.kind is StepKind.END)
    question = script.steps[script.opening]
    pressed = [Persona(dice, tells=True).says_nearly_done(goodbye) for _ in range(400)]
    assert 0.75 < sum(pressed) / 400 < 0.95
    assert not any(Persona(dice, tells=True).says_nearly_done(question) for _ in range(50))
    assert not any(Persona(dice).says_nearly_done(goodbye) for _ in range(50))
