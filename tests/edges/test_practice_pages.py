"""Practice as browsers ask for it: the contract of any desk, sealed off; and who may see and set what is asked for."""

import re
from typing import Any
from uuid import UUID, uuid4

from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING
from campaigns.store.tables import AgentSession, Answer, Call, Campaign, LoggedOutcome, PracticeCall
from tests.edges.test_desk import Desk
from tests.given_centre import Centre
from tests.given_floor import given_floor


class Practice(Desk):
    """An agent's browser at a practice desk."""

    def __init__(self, centre: Centre, language: str = "ur", sign_in: str = "shazia") -> None:
        super().__init__(centre.app, sign_in)
        self.place = f"/practice/{centre.floor.campaign.id}/{language}"
        self.token = self.csrf("/desk/start")

    def get(self, path: str) -> Any:
        return self.browser.get(f"{self.place}/{path}", headers={"Accept": "application/json"})

    def post(self, path: str, **body: Any) -> Any:
        headers = {"X-CSRFToken": self.token, "Accept": "application/json"}
        return self.browser.post(f"{self.place}/{path}", json=body, headers=headers)

    def talks(self, centre: Centre) -> UUID:
        """Somebody has picked up: four seconds are over."""
        call_id = UUID(self.post("ready").json["call"]["id"])
        with centre.db.transaction(EVERYTHING) as session:
            call = session.get_one(PracticeCall, call_id)
            call.answered_at = call.began_at
        return call_id


def test_a_practice_desk_says_all_that_a_desk_says(centre: Centre) -> None:
    desk = Desk(centre.app)
    assert desk.open(centre.floor.campaign.id) == 302
    practice = Practice(centre)
    resting = practice.get("state").json
    assert set(desk.now()) <= set(resting)
    assert (resting["status"], resting["call"], resting["practice"]["result"]) == ("paused", None, None)
    practice.talks(centre)
    talking = practice.get("state").json
    assert talking["status"] == "on_call"
    assert talking["agent"].startswith("practice-")
    assert talking["person"]["name"] == "زونی بیگم"
    assert talking["practice"]["talk"]["hello"]
    assert practice.get(f"script/{talking['script_version']}").json["opening"] == "identity"


def test_what_is_said_and_logged_in_practice_stays_there(centre: Centre) -> None:
    practice = Practice(centre)
    call_id = practice.talks(centre)
    given = practice.post("answer", call_id=str(call_id), step="identity", value="self")
    assert given.json["answers"] == {"identity": "self"}
    assert practice.post("answer", call_id=str(call_id), step="identity", value="nobody").status_code == 409
    assert practice.post("hang-up", call_id=str(call_id)).json["status"] == "wrap_up"
    wish = {"key": uuid4().hex, "call_id": str(call_id), "outcome": "completed", "answers": {}, "note": ""}
    logged = practice.post("outcome", **wish).json
    assert (logged["status"], logged["practice"]["result"]["passed"]) == ("paused", False)
    assert logged["practice"]["result"]["points"][0]["sentence"]
    for table in (Call, Answer, LoggedOutcome, AgentSession):
        assert centre.count(table) == 0


def test_what_has_no_place_in_practice_is_refused_and_changes_nothing(centre: Centre) -> None:
    practice = Practice(centre)
    practice.talks(centre)
    for act in ("hold", "ask-help", "go-on", "dial", "pause", "anything/else"):
        assert practice.post(act, call_id=str(uuid4())).json["because"] == "not_in_practice"
    assert practice.post("alive").json["status"] == "on_call"


def test_a_language_or_a_campaign_that_is_not_hers_has_no_practice_desk(centre: Centre) -> None:
    assert Practice(centre, "ps").get("").status_code == 404
    with centre.db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, centre.floor.campaign.id).operator_id = None
    assert Practice(centre).get("").status_code == 404


def test_the_start_page_tells_how_far_practice_is_and_refuses_who_has_not_passed(centre: Centre) -> None:
    with centre.db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, centre.floor.campaign.id).practice_calls = 3
    desk = Desk(centre.app)
    assert desk.open(centre.floor.campaign.id) == 422
    page = desk.browser.get("/desk/start").text
    assert "0 of 3 passed" in page
    assert re.findall(r"practise-(\w+)", page) == ["ur", "hi"]
    with centre.db.transaction(EVERYTHING) as session:
        given_floor(session, "alms", operator_id=centre.floor.operator.id)  # before hers in the alphabet
    form = {"campaign_id": str(centre.floor.campaign.id), "leg": "none", "csrf_token": desk.csrf("/desk/start")}
    refused = desk.browser.post("/desk/start", data=form).text
    assert re.findall(r'value="([^"]+)"[^>]* checked autofocus', refused) == [form["campaign_id"]], "it stays chosen"
    assert re.findall(r"/practice/([^/]+)/", refused)[0] == form["campaign_id"]
    with desk.browser.session_transaction() as kept:
        kept["language"] = "hi"
    assert re.findall(r"practise-(\w+)", desk.browser.get("/desk/start").text) == ["hi", "ur"], "her page's own first"


def test_an_officer_says_how_many_are_asked_for_and_a_supervisor_sees_who_has_passed(centre: Centre) -> None:
    centre.person("rafiq", Role.SUPERVISOR)
    centre.person("farooq", Role.OFFICER)
    place = f"/practice/{centre.floor.campaign.id}/passed"
    officer, supervisor = Desk(centre.app, "farooq"), Desk(centre.app, "rafiq")
    officer.token = officer.csrf(place)
    for written, status in (("2", 302), ("21", 422), ("x", 422), ("", 422)):
        answer = officer.browser.post(place, data={"calls": written, "csrf_token": officer.token})
        assert answer.status_code == status
    page = supervisor.browser.get(place).text
    assert "0 / 2" in page
    assert "Not yet" in page
    assert 'name="calls"' not in page
    assert supervisor.browser.post(place, data={"calls": "0", "csrf_token": supervisor.csrf(place)}).status_code == 403
    assert Desk(centre.app).browser.get(place).status_code == 403


def test_invented_people_are_heard_in_every_language_of_the_script(centre: Centre) -> None:
    for language, words in (("ur", "جی بیٹا، میں ہی بول رہی ہوں۔"), ("hi", "जी बेटा"), ("en", "Yes, child.")):
        spoken = Practice(centre, language).get(f"speech?words={words}")
        assert (spoken.status_code, spoken.mimetype, spoken.data[:4]) == (200, "audio/wav", b"RIFF")
        assert len(spoken.data) > 20_000  # half a second
    practice = Practice(centre)
    assert [practice.get(f"speech?words={words}").status_code for words in ("", "a" * 301)] == [404, 404]
