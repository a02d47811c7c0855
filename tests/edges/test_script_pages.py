"""An office writes its scripts in forms: no JSON, no JavaScript, each problem beside its place, nothing half is kept."""

import html
import json
from io import BytesIO
from uuid import UUID

import pytest
from jsonschema import Draft202012Validator
from redis import Redis

from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Campaign, ScriptVersion
from tests.edges.test_desk import Desk
from tests.given_centre import HASH, PENSION, Centre, from_now_on
from tests.given_office import Office


@pytest.fixture
def centre(db: Database, redis: Redis, database_url: str, redis_url: str) -> Centre:
    centre = Centre(db, redis, from_now_on(database_url, redis_url))
    with db.transaction(EVERYTHING) as session:
        centre.floor.user(session, "farooq", Role.OFFICER, password_hash=HASH)
    return centre


@pytest.fixture
def office(centre: Centre) -> Office:
    return Office(centre)


def test_the_schema_is_published_for_everybody(centre: Centre) -> None:
    answer = centre.app.test_client().get("/scripts/schema.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/schema+json")
    assert Draft202012Validator(json.loads(answer.text)).is_valid(PENSION)


def test_what_the_form_shows_is_the_script_whole_and_saving_it_unchanged_makes_no_version(office: Office) -> None:
    for step in ("", *PENSION["steps"]):
        office.open(step)
        assert office.problems == []
        office.press("check")
        document = json.loads(office.written()["document"][0])
        assert document == PENSION
    assert office.press("save").status_code == 302
    assert [number for number, _ in office.versions()] == [1]


def test_a_new_question_is_written_in_every_language_without_knowing_json(office: Office) -> None:
    office.open("payment")
    office.press("add")
    assert 'value="question"' in office.page
    assert "There is no text in Urdu." in office.problems
    words = {"title": "Bank", "read": "Which bank?"}
    texts = {f"{part}.{tag}": text for part, text in words.items() for tag in ("en", "ur", "hi")}
    labels = {
        f"option.{at}.label.{tag}": text for at, text in enumerate(("J&K Bank", "Other")) for tag in ("en", "ur", "hi")
    }
    office.press(
        "check", **texts, **labels, next="help", name="Which bank?", **{"option.0.value": "", "option.1.value": ""}
    )
    assert office.problems == ["Nothing leads to this step: lead to it, or take it out."]
    office.press("open:payment")
    office.press("save", **{"option.2.next": "which_bank"})
    number, document = office.versions()[-1]
    assert number == 2
    step = document["steps"]["which_bank"]
    assert [option["value"] for option in step["options"]] == ["j_k_bank", "other"]
    assert (step["read"]["ur"], step["next"]) == ("Which bank?", "help")
    assert "Step “which_bank” is new." in html.unescape(office.page)
    assert "Step “payment” · answer 3 leads to “which_bank” and no more to “help”." in html.unescape(office.page)
    with office.centre.db.transaction(EVERYTHING) as session:
        saved = session.query(ScriptVersion).filter_by(version=2).one()
        assert session.get_one(Campaign, office.centre.floor.campaign.id).script_version_id == saved.id
        assert saved.saved_by is not None


def test_what_an_option_means_is_chosen_from_lists_and_kept(office: Office) -> None:
    office.open("identity")
    condition = {"option.4.when.field": "column:", "option.4.when.column": "Ward", "option.4.when.values": "7, 8، 9"}
    office.press(
        "check",
        **{"option.4.relation": "sibling", "option.4.who": "family"},
        **condition,
        says=["department", "purpose"],
    )
    option = json.loads(office.written()["document"][0])["steps"]["identity"]["options"][4]
    assert (option["who"], option["relation"]) == ("family", "sibling")
    assert option["when"] == {"field": "column:Ward", "is": ["7", "8", "9"]}
    assert "No option of the opening says that this person speaks: A neighbour." in office.problems
    office.press("remove_option:4")
    assert len(json.loads(office.written()["document"][0])["steps"]["identity"]["options"]) == 8
    office.press("option_up:1")
    assert json.loads(office.written()["document"][0])["steps"]["identity"]["options"][0]["value"] == "spouse"
    office.press("down")
    assert list(json.loads(office.written()["document"][0])["steps"])[1] == "identity"
    assert [number for number, _ in office.versions()] == [1]


def test_an_unsound_script_is_not_saved_and_each_problem_stands_at_its_place(office: Office) -> None:
    office.open("amount")
    answer = office.press("save", **{"read.ur": "", "min": "5000", "max": "10", "next": ""})
    assert answer.status_code == 422
    assert "There is no text in Urdu." in office.problems
    assert "The least is above the most: no answer could ever fit." in office.problems
    assert "It has a way that leads nowhere: give it a next step, or make it an ending." in office.problems
    assert 'aria-describedby="read.ur-mistake"' in office.page
    office.press("open:why_not")
    assert office.problems == []
    office.press("open:amount")
    assert len(office.problems) == 3
    assert [number for number, _ in office.versions()] == [1]


def test_somebody_elses_newer_version_is_not_written_over(office: Office) -> None:
    office.open("payment")
    stale = office.page
    office.press("save", **{"title.en": "Paid"})
    office.page = stale
    assert office.press("save", **{"title.en": "Money"}).status_code == 409
    assert "Somebody else has saved a newer version meanwhile" in office.page
    assert [number for number, _ in office.versions()] == [1, 2]


def test_a_language_that_the_campaign_speaks_is_not_dropped(office: Office) -> None:
    office.open()
    assert office.press("save", languages=["en", "hi"]).status_code == 409
    assert "The campaign speaks a language that this version has no more" in office.page
    assert office.press("save", languages=["en", "ur"]).status_code == 302
    assert office.versions()[-1][1]["languages"] == ["en", "ur"]


def test_a_version_goes_out_as_a_file_and_comes_back_through_the_same_form(office: Office) -> None:
    sent = office.browser.get(f"{office.at}/versions/{office.centre.version}.json")
    assert sent.headers["Content-Disposition"].endswith('-script-1.json"')
    assert json.loads(sent.text) == PENSION
    changed = sent.text.replace("October", "November").encode()
    office.open()
    office.send(f"{office.at}/upload", file=(BytesIO(changed), "script.json"))
    assert "Step “payment” · Read aloud · English: the words are others." in html.unescape(office.page)
    assert office.press("save").status_code == 302
    assert "November" in json.dumps(office.versions()[-1][1])


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"\xff\xfe no JSON", "cannot be opened as a script"),
        (b"[" * 100_000, "cannot be opened as a script"),
        (b'{"opening": "a", "languages": ["en"], "steps": {"a": 7}}', "This is not written as a script is"),
        (b"null", "This is not written as a script is"),
        (
            b'{"opening": "a", "languages": [], "steps": {"a": {"kind": "dance", "title": {}, "read": {}}}}',
            "is not one of",
        ),
    ],
)
def test_a_file_that_is_no_script_is_refused_with_a_sentence(office: Office, sent: bytes, told: str) -> None:
    office.open()
    office.send(f"{office.at}/upload", file=(BytesIO(sent), "script.json"))
    assert told in office.page
    assert [number for number, _ in office.versions()] == [1]


def test_pasted_html_is_kept_as_words(office: Office) -> None:
    office.open("end_thanks")
    bad = '<img src=x onerror="alert(1)"></textarea><script>alert(1)</script>'
    office.press("save", **{"read.en": bad})
    assert office.versions()[-1][1]["steps"]["end_thanks"]["read"]["en"] == bad
    office.open("end_thanks")
    assert "<img src=x" not in office.page
    assert "<script>alert" not in office.page


def test_a_form_that_is_none_of_ours_is_a_bad_request(office: Office) -> None:
    office.open()
    shown = office.page
    for document in ("", "7", '{"steps": []}', '{"opening": "a", "languages": [], "steps": {"a": []}, "order": 7}'):
        office.page = shown
        assert office.press("check", document=document).status_code == 400


def test_an_agent_and_another_department_see_no_script_pages(office: Office) -> None:
    agent = Desk(office.centre.app).browser
    assert agent.get(office.at).status_code == 403
    assert agent.get(f"{office.at}/edit").status_code == 403
    assert office.browser.get(f"/scripts/campaigns/{UUID(int=7)}").status_code == 404


def test_a_new_campaign_does_not_begin_with_a_script_from_before_that_lacks_something(office: Office) -> None:
    with office.centre.db.transaction(EVERYTHING) as session:
        old = json.loads(json.dumps(PENSION))
        del old["neutral"]
        session.get_one(ScriptVersion, office.centre.version).document = old
    office.page = office.browser.get("/lists/campaigns/new").text
    office.send("/lists/campaigns/new", script=str(office.centre.version), languages=["ur"])
    assert "This script lacks something that every call needs" in office.page
