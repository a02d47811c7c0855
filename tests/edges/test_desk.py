"""What an agent's page and the server say to each other: the desk's state, always true, and what she may do."""

import json
import re
from contextlib import closing
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from redis import Redis
from redis.client import PubSub
from sqlalchemy import select

from campaigns.floor.tend_agent import Tending, tend_agent
from campaigns.rules.agent_states import AgentEvent
from campaigns.rules.call_states import CallEvent, EndReason
from campaigns.rules.campaign_states import CampaignStatus, DialMode
from campaigns.rules.outcomes import Outcome
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.set_up.save_script import save_script
from campaigns.store.channel import CHANNEL
from campaigns.store.desk.agent_sessions import lock_agent_session, move_agent
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import AgentSession, Answer, CallStep, LoggedOutcome
from tests.given_centre import AGREED, NAME, PASSWORD, PENSION, Centre, from_now_on
from tests.given_floor import NOW, given_floor


class Desk:
    """An agent's browser."""

    def __init__(self, app: Flask, sign_in: str = "shazia") -> None:
        self.browser = app.test_client()
        self.token = self.csrf("/sign-in")
        form = {"sign_in": sign_in, "password": PASSWORD, "csrf_token": self.token}
        assert self.browser.post("/sign-in", data=form).status_code == 302

    def csrf(self, path: str) -> str:
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.browser.get(path).text)
        assert found is not None
        return found[1]

    def open(self, campaign_id: UUID) -> int:
        self.token = self.csrf("/desk/start")
        form = {"campaign_id": str(campaign_id), "leg": "none", "csrf_token": self.token}
        return self.browser.post("/desk/start", data=form).status_code

    def state(self, **headers: str) -> Any:
        return self.browser.get("/desk/state", headers={"Accept": "application/json", **headers})

    def do(self, path: str, knows: str = "", **body: Any) -> Any:
        headers = {"X-CSRFToken": self.token, "Accept": "application/json"} | ({"X-Knows": knows} if knows else {})
        return self.browser.post(f"/desk/{path}", json=body, headers=headers)

    def now(self) -> dict[str, Any]:
        state: dict[str, Any] = self.state().json
        return state


def in_talk(centre: Centre, desk: Desk) -> UUID:
    centre.somebody_to_call()
    assert desk.do("ready").status_code == 200
    call_id = centre.dial()
    centre.answer(call_id)
    return call_id


def wish(call_id: UUID, outcome: str = "completed", **more: Any) -> dict[str, Any]:
    return {"key": uuid4().hex, "call_id": str(call_id), "outcome": outcome, "answers": {}, "note": "", **more}


def test_a_stranger_and_a_supervisor_see_no_desk(centre: Centre) -> None:
    stranger = centre.app.test_client()
    assert stranger.get("/desk/state", headers={"Accept": "application/json"}).status_code == 401
    assert stranger.get("/desk/").status_code == 302
    centre.person("rafiq", Role.SUPERVISOR)
    assert Desk(centre.app, "rafiq").state().status_code == 403


def test_before_she_opens_a_desk_an_agent_is_led_to_the_choice_of_campaign(centre: Centre) -> None:
    desk = Desk(centre.app)
    assert desk.state().status_code == 409
    assert desk.state().json["because"] == "no_desk"
    assert desk.browser.get("/desk/").headers["Location"] == "/desk/start"


def test_only_campaigns_of_her_operator_that_can_be_worked_are_offered(centre: Centre, db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        given_floor(session, "housing")
        draft = given_floor(session, "loans", operator_id=centre.floor.operator.id)
        draft.campaign.status = CampaignStatus.DRAFT
        given_floor(session, "meals", operator_id=centre.floor.operator.id)
    page = Desk(centre.app).browser.get("/desk/start").text
    assert re.findall(r'data-slug="(\w+)"', page) == ["meals", "pension"]


def test_a_campaign_of_another_operator_cannot_be_opened(centre: Centre, db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        other = given_floor(session, "housing").campaign.id
    assert Desk(centre.app).open(other) == 422


def test_the_desk_shows_the_truth_after_a_reload_in_every_state(centre: Centre, desk: Desk) -> None:
    assert (desk.now()["status"], desk.now()["pause_reason"], desk.now()["call"]) == ("paused", "signed_in", None)
    centre.somebody_to_call()
    assert desk.do("ready").json["status"] == "ready"
    call_id = centre.dial()
    assert (desk.now()["status"], desk.now()["person"]["name"]) == ("reserved", NAME)
    centre.answer(call_id)
    assert (desk.now()["status"], desk.now()["call"]["status"]) == ("on_call", "talking")
    for step, value in AGREED.items():
        desk.do("answer", call_id=str(call_id), step=step, value=value)
    assert desk.now()["answers"] == AGREED
    centre.tell(call_id, CallEvent.END, EndReason.COMPLETED)
    assert (desk.now()["status"], desk.now()["suggested_outcome"]) == ("wrap_up", "cut_off")
    assert desk.do("outcome", **wish(call_id)).json["status"] == "ready"
    assert (desk.now()["call"], desk.now()["person"], desk.now()["answers"]) == (None, None, {})
    assert desk.now()["today"] == {"calls": 1, "completed": 1}
    assert (desk.now()["break"], datetime.fromisoformat(desk.now()["shift_since"]) >= NOW) == (None, True)
    paused = desk.do("pause", reason="tea").json
    assert (paused["pause_reason"], paused["break"]) == ("tea", {"before": 0, "allowed": 1800})
    assert desk.do("sign-out").json == {"status": "signed_out"}
    assert desk.state().json["because"] == "no_desk"


def test_the_state_holds_what_the_desk_and_the_robots_read(centre: Centre, desk: Desk) -> None:
    in_talk(centre, desk)
    state = desk.now()
    assert state["campaign"]["department"] == "Department of pension"
    assert state["person"] == {
        "name": NAME,
        "relative_name": None,
        "village": "Palhallan",
        "block": "Pattan",
        "district": "Baramulla",
        "state": "Jammu And Kashmir",
        "scheme": None,  # until it is known that it is the person herself
        "language": "ur",
    }
    assert [outcome["key"] for outcome in state["outcomes"]] == list("123456789")
    assert [outcome["word"] for outcome in state["outcomes"] if outcome["sensitive"]] == ["died", "opt_out"]
    assert state["script_version"] == str(centre.version)
    assert desk.browser.get(f"/desk/script/{centre.version}").json == PENSION
    assert state["pauses"] == ["tea", "lunch", "prayer", "meeting", "training", "technical"]


def test_no_answer_of_the_server_holds_the_whole_number_and_the_page_holds_no_name(centre: Centre, desk: Desk) -> None:
    in_talk(centre, desk)
    assert desk.now()["call"]["phone_masked"] == "+91 94••• •0001"
    assert centre.phones.dialled[0].to not in desk.state().text
    assert NAME not in desk.browser.get("/desk/").text


def test_nothing_new_costs_no_state(centre: Centre, desk: Desk) -> None:
    mark = desk.state().headers["ETag"]
    assert desk.state(**{"If-None-Match": mark}).status_code == 304
    desk.do("ready")
    assert desk.state(**{"If-None-Match": mark}).status_code == 200


def test_a_desk_that_asks_is_a_desk_that_lives(centre: Centre, desk: Desk, db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        session.scalars(select(AgentSession)).one().heard_at = NOW - timedelta(minutes=1)
    desk.state()
    with db.transaction(EVERYTHING) as session:
        assert session.scalars(select(AgentSession)).one().heard_at >= NOW


def test_a_supervisor_sees_whose_link_is_down_and_how_much_her_computer_keeps(
    centre: Centre, desk: Desk, db: Database
) -> None:
    centre.person("gulshan", Role.SUPERVISOR)
    floor = Desk(centre.app, "gulshan").browser
    desk.state(**{"X-Kept": "5"})
    assert "Link down" not in floor.get(f"/floor/{centre.floor.campaign.id}").text
    with db.transaction(EVERYTHING) as session:
        session.scalars(select(AgentSession)).one().heard_at = NOW - timedelta(minutes=1)
    page = floor.get(f"/floor/{centre.floor.campaign.id}").text
    assert "Link down" in page
    assert "Kept on her computer: 5" in page


def test_another_agents_call_is_refused_and_stays_as_it_is(centre: Centre, desk: Desk) -> None:
    call_id = in_talk(centre, desk)
    centre.person("tariq")
    other = Desk(centre.app, "tariq")
    other.open(centre.floor.campaign.id)
    tries = (
        other.do("answer", call_id=str(call_id), step="identity", value="self"),
        other.do("hang-up", call_id=str(call_id)),
        other.do("dial", call_id=str(call_id)),
        other.do("outcome", **wish(call_id)),
    )
    for refused in tries:
        assert (refused.status_code, refused.json["because"]) == (409, "not_your_call")
        assert refused.json["state"]["call"] is None
    assert desk.now()["status"] == "on_call"
    assert (centre.count(Answer), centre.count(LoggedOutcome)) == (0, 0)


def test_an_outcome_sent_twice_with_one_key_counts_once(centre: Centre, desk: Desk) -> None:
    call_id = in_talk(centre, desk)
    asked = wish(call_id, answers=AGREED, note="Wants a call from the block office.")
    first, second = desk.do("outcome", **asked), desk.do("outcome", **asked)
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.json["status"] == "ready"
    another = desk.do("outcome", **wish(call_id, "refused") | {"key": "under-another-key"})
    centre.tell(call_id, CallEvent.END, EndReason.COMPLETED)
    next_call = in_talk(centre, desk)
    same_key = desk.do("outcome", **wish(next_call, "refused") | {"key": asked["key"]})
    for refused in (another, same_key):
        assert (refused.status_code, refused.json["because"]) == (409, "already_logged")
        assert "where it is wrong, tell your supervisor" in refused.json["hint"]
    assert same_key.json["state"]["call"]["id"] == str(next_call), "and what comes of it can still be said"
    assert (centre.count(LoggedOutcome), centre.count(Answer)) == (1, 3)


def test_an_agent_says_that_she_is_nearly_done_and_takes_it_back(centre: Centre, desk: Desk) -> None:
    call_id = in_talk(centre, desk)
    assert desk.now()["call"]["nearly_done"] is False
    for nearly in (True, True, False, True):
        assert desk.do("nearly-done", call_id=str(call_id), nearly=nearly).json["call"]["nearly_done"] is nearly
    desk.do("answer", call_id=str(call_id), step="identity", value="self")
    assert desk.now()["call"]["nearly_done"] is True
    desk.do("hang-up", call_id=str(call_id))
    assert desk.now()["call"]["nearly_done"] is False
    assert desk.do("nearly-done", call_id=str(call_id), nearly=True).json["call"]["nearly_done"] is False


def test_each_answer_tells_how_far_the_talk_has_come(centre: Centre, desk: Desk) -> None:
    call_id = in_talk(centre, desk)
    for step, value in (("identity", "self"), ("identity", "self"), ("purpose", "yes")):
        desk.do("answer", call_id=str(call_id), step=step, value=value)
    with centre.db.transaction(EVERYTHING) as session:
        came = session.scalars(select(CallStep.step).where(CallStep.call_id == call_id).order_by(CallStep.began_at))
        assert came.all() == ["purpose", "safety"]


def test_an_answer_that_does_not_fit_its_question_is_refused(centre: Centre, desk: Desk) -> None:
    call_id = in_talk(centre, desk)
    for step, value in (("identity", "the cat"), ("amount", -5), ("no_such_step", "yes")):
        refused = desk.do("answer", call_id=str(call_id), step=step, value=value)
        assert (refused.status_code, refused.json["because"]) == (409, "answer_does_not_fit")
    assert centre.count(Answer) == 0


def test_an_outcome_is_not_lost_for_an_answer_that_the_script_does_not_know(centre: Centre, desk: Desk) -> None:
    call_id = in_talk(centre, desk)
    asked = wish(call_id, answers={"identity": "self", "question_of_last_week": "yes"})
    assert desk.do("outcome", **asked).status_code == 200
    assert (centre.count(LoggedOutcome), centre.count(Answer)) == (1, 1)


def test_a_callback_is_offered_at_callable_times_only_and_refused_at_others(centre: Centre, desk: Desk) -> None:
    call_id = in_talk(centre, desk)
    state = desk.now()
    night = (NOW + timedelta(hours=16)).isoformat()  # half past three in the morning
    refused = desk.do("outcome", **wish(call_id, "call_later", callback_at=night))
    assert (refused.status_code, refused.json["because"]) == (409, "callback_not_callable")
    assert [slot["name"] for slot in state["slots"]] == ["today_later", "next_morning", "next_afternoon"]
    assert desk.do("outcome", **wish(call_id, "call_later", callback_at=state["slots"][1]["at"], mine=True)).json
    promised = desk.now()["callbacks"]
    assert [callback["name"] for callback in promised] == [NAME]
    assert datetime.fromisoformat(promised[0]["at"]) == datetime.fromisoformat(state["slots"][1]["at"])


def test_save_then_break_pauses_after_the_outcome(centre: Centre, desk: Desk) -> None:
    call_id = in_talk(centre, desk)
    state = desk.do("outcome", **wish(call_id, then_pause="lunch")).json
    assert (state["status"], state["pause_reason"]) == ("paused", "lunch")


def test_a_break_asked_for_on_a_call_waits_for_its_end(centre: Centre, desk: Desk) -> None:
    in_talk(centre, desk)
    state = desk.do("pause", reason="prayer").json
    assert (state["status"], state["next_pause"]) == ("on_call", "prayer")


def test_when_the_wrap_up_limit_has_passed_the_desk_still_asks_for_the_outcome(
    centre: Centre, desk: Desk, db: Database
) -> None:
    call_id = in_talk(centre, desk)
    desk.do("hang-up", call_id=str(call_id))
    with db.transaction(EVERYTHING) as session:
        agent = lock_agent_session(session, UUID(desk.now()["session"]))
        assert agent is not None
        move_agent(session, agent, AgentEvent.OVERRUN, at=NOW)
    state = desk.now()
    assert (state["status"], state["call"]["id"]) == ("paused", str(call_id))
    assert desk.do("ready").json["because"] == "outcome_pending"
    assert desk.do("outcome", **wish(call_id)).json["call"] is None


def test_a_supervisor_signs_nobody_out_who_owes_an_outcome_and_who_is_signed_out_is_told_by_whom(
    centre: Centre, desk: Desk, db: Database
) -> None:
    call_id = in_talk(centre, desk)
    desk_id = UUID(desk.now()["session"])
    with db.transaction(EVERYTHING) as session:
        supervisor = centre.floor.user(session, "gulshan", Role.SUPERVISOR).id

    def told() -> str:
        refused = tend_agent(db, supervisor, desk_id, Tending.SIGN_OUT, now=NOW)
        return refused.hint if refused else "done"

    assert "Pause her first" in told()
    tend_agent(db, supervisor, desk_id, Tending.PAUSE, now=NOW)
    assert "She pauses after it" in told()
    desk.do("hang-up", call_id=str(call_id))
    with db.transaction(EVERYTHING) as session:
        agent = lock_agent_session(session, desk_id)
        assert agent is not None
        move_agent(session, agent, AgentEvent.OVERRUN, at=NOW)
    assert "Ask her to log it" in told()
    desk.do("outcome", **wish(call_id))
    assert "signed you out" not in desk.browser.get("/desk/start").text
    assert told() == "done"
    assert desk.state().json["because"] == "no_desk"
    assert "Your supervisor signed you out at 11:30." in desk.browser.get("/desk/start").text


def test_in_preview_the_record_comes_first_and_the_agent_dials(centre: Centre, desk: Desk) -> None:
    centre.somebody_to_call()
    desk.do("ready")
    call_id = centre.dial(DialMode.PREVIEW)
    state = desk.now()
    assert (state["status"], state["call"]["preview"], state["person"]["name"]) == ("reserved", True, NAME)
    assert 0 < state["call"]["expires_seconds"] <= 60
    assert desk.do("dial", call_id=str(call_id)).json["call"]["preview"] is False


def test_earlier_attempts_are_shown_newest_first(centre: Centre, desk: Desk, db: Database) -> None:
    case = centre.somebody_to_call()
    with db.transaction(EVERYTHING) as session:
        for days, outcome in ((2, Outcome.NO_ANSWER), (1, Outcome.NOT_AVAILABLE)):
            centre.floor.call(session, case, outcome, at=NOW - timedelta(days=days))
    desk.do("ready")
    centre.dial()
    assert [attempt["outcome"] for attempt in desk.now()["attempts"]] == ["not_available", "no_answer"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("answer", {"step": "identity", "value": "self"}),
        ("answer", {"call_id": "7", "step": "identity", "value": "self"}),
        ("outcome", {"outcome": "went_fishing"}),
        ("outcome", {"outcome": "abandoned", "key": "short"}),
        ("outcome", {"outcome": "call_later", "callback_at": "2026-11-24T10:00:00"}),
        ("outcome", {"outcome": "call_later", "callback_at": "tomorrow"}),
        ("outcome", {"outcome": "completed", "note": ["x"]}),
        ("outcome", {"outcome": "completed", "answers": ["self"]}),
        ("outcome", {"outcome": "completed", "then_pause": "wrap_up_over"}),
        ("pause", {"reason": "link_down"}),
        ("pause", {"reason": "siesta"}),
    ],
)
def test_what_cannot_be_meant_is_a_bad_request_and_changes_nothing(
    centre: Centre, desk: Desk, path: str, body: dict[str, Any]
) -> None:
    call_id = in_talk(centre, desk)
    whole = wish(call_id) | body if path == "outcome" else body
    assert desk.do(path, **whole).status_code == 400
    assert (desk.now()["status"], centre.count(LoggedOutcome)) == ("on_call", 0)


def test_a_request_without_the_pages_token_is_refused(desk: Desk) -> None:
    assert desk.browser.post("/desk/ready", json={}).status_code == 400
    assert desk.now()["status"] == "paused"


def test_a_script_of_another_department_is_not_given(centre: Centre, desk: Desk, db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        other = given_floor(session, "housing")
    version = save_script(db, Scope(other.department.id), other.campaign.id, PENSION, now=NOW)
    assert desk.browser.get(f"/desk/script/{version}").status_code == 404


def test_a_browser_gets_the_credential_of_its_own_room(desk: Desk) -> None:
    assert desk.browser.get("/desk/token").json == {"token": f"token of {desk.now()['session']}"}


def test_the_newest_script_is_the_campaigns_and_an_unsound_one_is_refused_with_the_place(
    centre: Centre, desk: Desk, db: Database
) -> None:
    mine = Scope(centre.floor.department.id)
    second = save_script(db, mine, centre.floor.campaign.id, PENSION, now=NOW)
    assert desk.now()["script_version"] == str(second)
    looped = json.loads(json.dumps(PENSION))
    looped["steps"]["help_words"]["next"] = "help"
    refused = save_script(db, mine, centre.floor.campaign.id, looped, now=NOW)
    assert isinstance(refused, Refusal)
    assert "steps.help_words: It leads back to “help”" in refused.hint
    misshapen = save_script(db, mine, centre.floor.campaign.id, {"steps": {}}, now=NOW)
    assert isinstance(misshapen, Refusal)
    assert desk.now()["script_version"] == str(second)


def test_a_page_that_has_a_state_is_told_only_what_is_new(centre: Centre, desk: Desk) -> None:
    call_id = in_talk(centre, desk)
    whole = desk.state()
    has = {"X-Knows": mark_of(whole)}
    assert set(desk.state(**has).json) == {"revision", "seconds"}
    assert desk.state(**has, **{"If-None-Match": whole.headers["ETag"]}).status_code == 304
    assert desk.do("hang-up", call_id=str(call_id)).status_code == 200
    news = desk.state(**has)
    assert (news.headers["X-Part"], news.json["status"]) == ("1", "wrap_up")
    assert "person" not in news.json
    assert "campaign" not in news.json
    assert len(news.data) < len(whole.data) / 2
    assert "person" in desk.state(**{"X-Knows": "mark of another version"}).json


def test_of_an_answer_that_the_page_has_set_itself_only_the_clock_is_told_until_it_shows_who_speaks(
    centre: Centre, desk: Desk
) -> None:
    call_id = str(in_talk(centre, desk))

    def give(step: str, value: str) -> Any:
        told.append(desk.do("answer", mark_of(told[-1]), call_id=call_id, step=step, value=value))
        return told[-1]

    told = [desk.state()]
    assert give("identity", "self").json["person"]["scheme"]
    assert set(give("purpose", "yes").json) == {"revision", "seconds"}
    assert desk.state(**{"X-Knows": mark_of(told[-1])}).json.keys() == {"revision", "seconds"}
    assert desk.do("hang-up", call_id=call_id).status_code == 200
    assert desk.do("outcome", key=uuid4().hex, call_id=call_id, outcome="not_available").status_code == 200
    news = desk.state(**{"X-Knows": mark_of(told[-1])}).json
    assert (news["call"], news["answers"]) == (None, {}), "the next call begins without the answers of the last"


def test_a_resting_desk_that_shows_that_it_is_there_is_told_only_how_its_session_stands(desk: Desk) -> None:
    beat = {"X-Pulse": desk.now()["stamp"]}
    assert (desk.state(**beat).status_code, desk.state(**beat).data) == (304, b"")
    assert desk.do("ready").status_code == 200
    assert desk.state(**beat).json["status"] == "ready"


def test_a_desk_is_not_told_of_what_it_does_itself(centre: Centre, desk: Desk, redis: Redis) -> None:
    mine = f"agent:{desk.now()['session']}"
    with closing(redis.pubsub(ignore_subscribe_messages=True)) as bells:
        bells.psubscribe(f"{CHANNEL}*")
        assert desk.do("ready").status_code == 200
        assert changes(redis, bells) == {f"floor:{centre.floor.campaign.id}", "dialler"}
        centre.somebody_to_call()
        centre.answer(centre.dial())
        assert mine in changes(redis, bells), "what others do is told"


def changes(redis: Redis, bells: PubSub) -> set[str]:
    """Return what has been told to have changed since the last time."""
    redis.publish(f"{CHANNEL}over", "")
    told = (message["channel"].decode() for message in bells.listen())
    return {channel.removeprefix(CHANNEL) for channel in takewhile(lambda channel: channel != f"{CHANNEL}over", told)}


def mark_of(answer: Any) -> str:
    return answer.headers["ETag"].removeprefix('W/"').removesuffix('"')


def test_the_page_that_browsers_keep_holds_no_name_no_number_and_no_token(centre: Centre, desk: Desk) -> None:
    in_talk(centre, desk)
    page = desk.browser.get("/desk/")
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "private, no-cache")
    assert [word for word in (NAME, "Shazia", "shazia", "+91", "Palhallan") if word in page.text] == []
    assert re.findall(r'(?:content|value)="(I[A-Za-z0-9_.-]{40,})"', page.text) == []
    again = desk.browser.get("/desk/", headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304


def test_one_setting_ends_what_browsers_keep(db: Database, redis: Redis, database_url: str, redis_url: str) -> None:
    centre = Centre(db, redis, from_now_on(database_url, redis_url, desk_offline=False))
    worker = centre.app.test_client().get("/desk/worker.js", buffered=True).text
    assert "registration.unregister()" in worker
    assert "caches.delete" in worker
