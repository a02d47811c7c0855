"""A supervisor reads what an agent gave and the server could not take, word for word, until somebody has read it."""

from flask.testing import FlaskClient

from campaigns.desk.keep_refused_entry import keep_refused_entry
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.desk.desk_entries import EntryKind, RefusedEntry
from campaigns.rules.roles import Role
from campaigns.store.desk.desk_entries import refused_entries
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession
from tests.edges.test_floor import app, browser, floor  # noqa: F401 - the fixtures
from tests.edges.test_sign_in import HASH, sign_in, token
from tests.given_floor import NOW, Floor, given_floor

GIVEN = {
    "outcome": "completed",
    "answers": {"payment": "yes"},
    "note": "Her <b>book</b> is with the bank.",
    "mine": False,
}


def given_refused(db: Database, floor: Floor) -> str:  # noqa: F811
    with db.transaction(EVERYTHING) as session:
        desk = floor.desk(session, "shabnam", AgentStatus.PAUSED)
        call = floor.call(session, floor.person(session, session.merge(floor.lists[0])), None)
        call.agent_session_id = desk.id
        user_id, call_id = session.get_one(AgentSession, desk.id).user_id, call.id
    refused = RefusedEntry("refused-key", EntryKind.OUTCOME, call_id, "not_your_call", GIVEN)
    assert keep_refused_entry(db, user_id, refused, now=NOW)
    return f"/floor/{floor.campaign.id}"


def test_what_could_not_be_taken_stands_on_the_floor_until_it_has_been_read(
    browser: FlaskClient,  # noqa: F811
    floor: Floor,  # noqa: F811
    db: Database,
) -> None:
    address = given_refused(db, floor)
    sign_in(browser, "gulshan")
    assert "What could not be taken from desks: 1" in browser.get(address).text
    page = browser.get(f"{address}/refused").text
    for words in (
        "The call was not on her desk any more.",
        "payment: yes",
        "Her &lt;b&gt;book&lt;/b&gt; is",
        "Shabnam",
    ):
        assert words in page
    wish = {"csrf_token": token(page)}
    for _ in range(2):
        assert browser.post(f"{address}/refused/refused-key", data=wish).status_code == 302
    assert "Everything that agents gave has been taken." in browser.get(f"{address}/refused").text
    assert "What could not be taken from desks" not in browser.get(address).text


def test_another_department_neither_sees_it_nor_puts_it_away(
    browser: FlaskClient,  # noqa: F811
    floor: Floor,  # noqa: F811
    db: Database,
) -> None:
    address = given_refused(db, floor)
    with db.transaction(EVERYTHING) as session:
        other = given_floor(session, "housing")
        other.user(session, "builder", Role.OFFICER, password_hash=HASH)
    sign_in(browser, "builder")
    assert browser.get(f"{address}/refused").status_code == 404
    wish = {"csrf_token": token(browser.get("/calendar/IN").text)}
    theirs = f"/floor/{other.campaign.id}/refused"
    assert browser.post(f"{theirs}/refused-key", data=wish).status_code == 302
    with db.transaction(EVERYTHING) as session:
        assert len(refused_entries(session, floor.campaign.id)) == 1
