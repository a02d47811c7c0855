"""An administrator gives somebody another role, place or area: it holds at once, and who changed what stays on record."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from campaigns.desk.start_agent_session import start_agent_session
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.floor.supervision import Left, Supervision
from campaigns.rules.refusals import USER_UNKNOWN, Refusal
from campaigns.rules.roles import Role
from campaigns.shared.user_places import RoleWish
from campaigns.store.desk.listenings import note_listening
from campaigns.store.session import EVERYTHING
from campaigns.store.tables import AccessTrace, AgentSession, Centre, Listening, User
from campaigns.users.let_user_sign_in import let_user_sign_in
from campaigns.users.set_role import set_role
from tests.edges.test_sign_in import HASH, sign_in, token
from tests.given_centre import Centre as House
from tests.given_floor import DISTRICT, NOW, PATTAN


class Office:
    """A house with an administrator at her page, and people of every role."""

    def __init__(self, house: House) -> None:
        self.house, self.db, self.floor = house, house.db, house.floor
        with self.db.transaction(EVERYTHING) as session:
            site = Centre(name="Pattan centre", operator_id=self.floor.operator.id)
            session.add(site)
            session.flush()
            self.site_id = site.id
        self.admin = self.person("admin", Role.ADMIN)
        self.browser = self.of("admin")

    def person(self, name: str, role: Role, **more: Any) -> User:
        with self.db.transaction(EVERYTHING) as session:
            return self.floor.user(session, name, role, password_hash=HASH, **more)

    def of(self, name: str) -> FlaskClient:
        browser = self.house.app.test_client()
        sign_in(browser, name)
        return browser

    def change(self, user_id: UUID, role: Role, **more: Any) -> tuple[int, str]:
        """Save the form of the person's page."""
        csrf = token(self.browser.get(f"/admin/people/{user_id}").text)
        form = {"csrf_token": csrf, "role": role.value, **{name: str(value) for name, value in more.items()}}
        answer = self.browser.post(f"/admin/people/{user_id}/role", data=form)
        return answer.status_code, answer.text

    def now(self, user_id: UUID) -> User:
        with self.db.transaction(EVERYTHING) as session:
            return session.get_one(User, user_id)

    def desk(self, name: str, status: AgentStatus, **more: Any) -> AgentSession:
        with self.db.transaction(EVERYTHING) as session:
            return self.floor.desk(session, name, status, **more)


@pytest.fixture
def office(centre: House) -> Office:
    return Office(centre)


def test_the_new_role_opens_and_closes_pages_at_her_next_click_and_its_trace_names_both(office: Office) -> None:
    officer = office.person("bilal", Role.OFFICER)
    hers = office.of("bilal")
    assert hers.get("/lists/").status_code == 200
    department_id = office.floor.department.id
    assert office.change(officer.id, Role.PROGRAMME, department_id=department_id, area="Pattan")[0] == 302
    assert hers.get("/lists/").status_code == 403
    assert hers.get("/referrals/").status_code == 200
    assert office.change(officer.id, Role.PROGRAMME, department_id=department_id, area=DISTRICT)[0] == 302
    person = office.now(officer.id)
    assert (person.role, person.area_id, person.operator_id) == (Role.PROGRAMME, DISTRICT, None)
    with office.db.transaction(EVERYTHING) as session:
        first, second = session.scalars(select(AccessTrace).where(AccessTrace.action == "role_set")).all()
    assert first.user_id == office.admin.id
    assert (first.subject["before"]["role"], first.subject["after"]["role"]) == ("officer", "programme")
    assert (second.subject["before"]["area_id"], second.subject["after"]["area_id"]) == (PATTAN, DISTRICT)
    page = office.browser.get(f"/admin/people/{officer.id}").text
    assert page.count("Role or place changed") == 2
    assert "Baramulla" in page


def test_what_was_not_changed_leaves_no_trace_and_what_is_missing_is_told(office: Office) -> None:
    officer = office.person("bilal", Role.OFFICER)
    department_id = office.floor.department.id
    assert office.change(officer.id, Role.OFFICER, department_id=department_id)[0] == 302
    code, page = office.change(officer.id, Role.AGENT, department_id=department_id)
    assert (code, "agents and supervisors need a centre" in page) == (422, True)
    code, page = office.change(officer.id, Role.PROGRAMME, department_id=department_id, area="Nowhere")
    assert (code, "Programme staff need an area" in page) == (422, True)
    with office.db.transaction(EVERYTHING) as session:
        assert not session.scalars(select(AccessTrace).where(AccessTrace.action == "role_set")).all()
    assert office.browser.get(f"/admin/people/{uuid4()}").status_code == 404


def test_of_administrators_who_take_each_others_role_one_stays(office: Office) -> None:
    other = office.person("two", Role.ADMIN)
    assert "another administrator can" in office.change(office.admin.id, Role.ADMIN)[1]
    officer = RoleWish(Role.OFFICER, department_id=office.floor.department.id)
    assert set_role(office.db, other.id, officer, office.admin.id, now=NOW) is None
    # What the other had asked for at the same moment comes too late.
    assert set_role(office.db, office.admin.id, officer, other.id, now=NOW) is USER_UNKNOWN
    assert let_user_sign_in(office.db, office.admin.id, other.id, allowed=False, now=NOW) is USER_UNKNOWN
    with office.db.transaction(EVERYTHING) as session:
        left = session.scalars(select(User.sign_in).where(User.role == Role.ADMIN, User.active)).all()
    assert left == ["admin"]


def test_an_agent_at_a_desk_or_with_answers_on_her_computer_stays_an_agent_until_they_are_sent(office: Office) -> None:
    desk = office.desk("nadia", AgentStatus.ON_CALL, kept=2)
    assert "She works at a desk now" in office.change(desk.user_id, Role.SUPERVISOR, centre_id=office.site_id)[1]
    with office.db.transaction(EVERYTHING) as session:
        session.get_one(AgentSession, desk.id).status = AgentStatus.SIGNED_OUT
    _code, page = office.change(desk.user_id, Role.SUPERVISOR, centre_id=office.site_id)
    assert "still on her computer" in page
    assert "2 entries then stay on her computer" in page
    code, _page = office.change(desk.user_id, Role.SUPERVISOR, centre_id=office.site_id, all_the_same="on")
    assert (code, office.now(desk.user_id).role) == (302, Role.SUPERVISOR)
    campaign_id = office.floor.campaign.id
    refused = start_agent_session(
        office.db, desk.user_id, campaign_id, "none", now=NOW
    )  # her old page asked a moment late
    assert isinstance(refused, Refusal)
    assert refused.because == "campaign_unknown"


def test_a_supervisor_who_listens_is_out_of_the_call_with_her_right(office: Office) -> None:
    supervisor = office.person("haleema", Role.SUPERVISOR)
    desk = office.desk("nadia", AgentStatus.ON_CALL)
    with office.db.transaction(EVERYTHING) as session:
        call = office.floor.call(session, office.floor.person(session, office.floor.list(session)), None)
        listening = Listening(
            id=uuid4(), department_id=office.floor.department.id, campaign_id=office.floor.campaign.id,
            user_id=supervisor.id, agent_session_id=desk.id, call_id=call.id, leg="browser", mode=Supervision.LISTEN,
            wanted=Supervision.LISTEN, seen=True, began_at=NOW, heard_at=NOW,
        )  # fmt: skip
        assert note_listening(session, listening)
    assert "Nobody else supervises" in office.browser.get(f"/admin/people/{supervisor.id}").text
    agent = RoleWish(Role.AGENT, centre_id=office.site_id)
    assert set_role(office.db, supervisor.id, agent, office.admin.id, now=NOW) is None
    with office.db.transaction(EVERYTHING) as session:
        ended = session.get_one(Listening, listening.id)
    assert (ended.because, ended.ended_at) == (Left.NO_RIGHT, NOW)
