"""Every page and form, tried by the people of another department and another operator: they see and change nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.routing.converters import AnyConverter, UUIDConverter

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus
from campaigns.rules.calling.opt_outs import OptOutScope
from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.do_not_call_states import FileStatus
from campaigns.rules.floor.supervision import Supervision
from campaigns.rules.list_states import ListStatus
from campaigns.rules.referrals.tiers import Tier
from campaigns.rules.rehearsal_states import RehearsalKind, RehearsalStatus
from campaigns.rules.roles import Role
from campaigns.rules.verdicts import Reason, Verdict
from campaigns.set_up.save_script import save_script
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import (
    Beneficiary,
    Campaign,
    DoNotCallFile,
    Listening,
    Referral,
    ReferralCategory,
    Rehearsal,
    Table,
    Upload,
    User,
)
from tests.given_centre import HASH, NAME, PASSWORD, PENSION, Centre, from_now_on
from tests.given_floor import DISTRICT, NOW, PATTAN, STATE, Floor, given_floor

OWN = "housing"
NOBODY_IN_IT = {"desk_reading.script", "desk.desk", "desk.code", "desk.worker", "practice.code"}  # the same for all
ROLES = (Role.OFFICER, Role.SUPERVISOR, Role.AGENT, Role.PROGRAMME)
NOBODYS_BUSINESS = ("Campaign pension", "Department of pension", NAME, "Palhallan", "941900", "Asma", "secret-people")


@dataclass
class TwoDepartments:
    """Pension with a list, a call and an agent at a desk; and the people of Housing, who try what they can."""

    app: Flask
    pension: Floor
    ids: dict[str, Any]

    def browser(self, sign_in: str) -> FlaskClient:
        browser = self.app.test_client()
        fields = {"csrf_token": token(browser), "sign_in": sign_in, "password": PASSWORD}
        assert browser.post("/sign-in", data=fields).status_code == 302
        return browser

    def address(self, rule: Rule) -> str:
        """An address of the rule that names Pension's things."""
        values: dict[str, Any] = {}
        for name in rule.arguments:
            converter = rule._converters[name]
            if isinstance(converter, AnyConverter):
                values[name] = sorted(converter.items)[0]
            elif isinstance(converter, UUIDConverter):
                values[name] = self.ids.get(name, self.ids["list_id"])
            else:
                values[name] = "1"
        with self.app.test_request_context():
            return self.app.url_map.bind("").build(rule.endpoint, values, method=sorted(rule.methods or {"GET"})[0])

    def rules(self, method: str) -> Iterator[Rule]:
        """The rules of pages, static files left out."""
        for rule in self.app.url_map.iter_rules():
            if rule.endpoint != "static" and method in (rule.methods or ()):
                yield rule


def token(browser: FlaskClient) -> str:
    found = re.search(r'name="csrf-token" content="([^"]+)"', browser.get("/sign-in", follow_redirects=True).text)
    return found[1] if found else browser.get("/desk/state").headers["X-CSRFToken"]  # a desk's page is kept without one


@pytest.fixture
def floors(db: Database, redis: Redis, database_url: str, redis_url: str) -> TwoDepartments:
    centre = Centre(db, redis, from_now_on(database_url, redis_url))
    pension = centre.floor
    with db.transaction(EVERYTHING) as session:
        one = pension.list(session, "secret-people.xlsx", ListStatus.REVIEW)
        one.sample = [["Name", "Mobile"], [NAME, "9419000001"]]
        one.columns = {"name": 0, "phones": [1], "extra": {}, "identity": []}
        pension.row(session, one, Verdict.REJECTED, Reason.PHONE_INVALID).cells = [NAME, "9419000001"]
        case = pension.person(session, one)
        session.get_one(Beneficiary, case.beneficiary_id).name = NAME
        desk = pension.desk(session, "asma", AgentStatus.ON_CALL)
        call = pension.call(session, case, None, status=CallStatus.TALKING, agent_session_id=desk.id)
        desk.call_id = call.id
        upload = Upload(
            department_id=pension.department.id, campaign_id=pension.campaign.id, user_id=desk.user_id, begun_at=NOW,
            heard_at=NOW, filename="secret-people.csv", size=9, mark="mark",
        )  # fmt: skip
        file = DoNotCallFile(
            department_id=pension.department.id, status=FileStatus.COUNTED, issuer="Palhallan office", as_of=NOW.date(),
            scope=OptOutScope.EVERYWHERE, filename="secret-people.csv", sha256="00", size=9, uploaded_at=NOW,
        )  # fmt: skip
        watcher = pension.user(session, "gulshan", Role.SUPERVISOR)
        of_it = {"department_id": pension.department.id, "campaign_id": pension.campaign.id}
        heard = Listening(
            user_id=watcher.id, agent_session_id=desk.id, call_id=call.id, leg="browser", mode=Supervision.LISTEN,
            wanted=Supervision.LISTEN, seen=True, began_at=NOW, heard_at=NOW, **of_it,
        )  # fmt: skip
        kind = ReferralCategory(position=1, names={"en": NAME}, days=7, **of_it)
        forecast = Rehearsal(
            kind=RehearsalKind.ASKED, status=RehearsalStatus.WAITING, plan={}, asked_at=NOW, **of_it
        )  # fmt: skip
        session.add_all([upload, file, heard, kind, forecast])
        session.flush()
        problem = Referral(
            key="key", case_id=case.id, call_id=call.id, category_id=kind.id, tier=Tier.BLOCK, note=NAME, opened_at=NOW,
            opened_by=desk.user_id, due_at=NOW, block_id=PATTAN, district_id=DISTRICT, state_id=STATE, **of_it,
        )  # fmt: skip
        session.add(problem)
        housing = given_floor(session, OWN)
        for role in ROLES:
            housing.user(session, f"{OWN}-{role}", role, password_hash=HASH)
    save_script(db, Scope(housing.department.id), housing.campaign.id, PENSION, now=NOW)
    ids = {
        "list_id": one.id,
        "upload_id": upload.id,
        "department_id": pension.department.id,
        "file_id": file.id,
        "campaign_id": pension.campaign.id,
        "version_id": centre.version,
        "user_id": desk.user_id,
        "call_id": call.id,
        "case_id": case.id,
        "agent_session_id": desk.id,
        "desk": desk.id,
        "operator_id": pension.operator.id,
        "listening_id": heard.id,
        "referral_id": problem.id,
        "rehearsal_id": forecast.id,
    }
    floors = TwoDepartments(centre.app, pension, ids)
    agent = floors.browser(f"{OWN}-agent")
    fields = {"csrf_token": token(agent), "campaign_id": str(housing.campaign.id), "leg": "none"}
    assert agent.post("/desk/start", data=fields).location == "/desk/"
    return floors


def everything_of(db: Database, floor: Floor) -> dict[str, list[Any]]:
    """All rows of a department, and all people who sign in."""
    with db.transaction(EVERYTHING) as session:
        kept = {
            table.name: sorted(
                repr(row) for row in session.execute(select(table).where(table.c.department_id == floor.department.id))
            )
            for table in Table.metadata.sorted_tables
            if "department_id" in table.columns
        }
        kept["people"] = sorted(repr(row) for row in session.execute(select(User.sign_in, User.active, User.name)))
        return kept


@pytest.mark.parametrize("role", ROLES)
def test_no_page_shows_anything_of_another_department(floors: TwoDepartments, role: Role) -> None:
    browser = floors.browser(f"{OWN}-{role}")
    for rule in floors.rules("GET"):
        answer = browser.get(floors.address(rule), buffered=True)
        if {*rule.arguments} & {*floors.ids}:
            assert answer.status_code in (401, 403, 404), rule
        for word in NOBODYS_BUSINESS:
            assert word not in answer.text, (rule, word)


@pytest.mark.parametrize("role", [*ROLES, Role.ADMIN])
def test_no_page_or_file_leaves_a_copy_on_a_shared_computer(db: Database, floors: TwoDepartments, role: Role) -> None:
    with db.transaction(EVERYTHING) as session:
        floors.pension.user(session, f"own-{role}", role, password_hash=HASH)
    browser = floors.browser(f"own-{role}")
    seen = set()
    for rule in floors.rules("GET"):
        answer = browser.get(floors.address(rule), buffered=True)
        if rule.endpoint not in NOBODY_IN_IT:
            assert answer.headers["Cache-Control"] == "no-store", rule
        seen |= {rule.endpoint} if answer.status_code == 200 else set()
    assert seen >= ({"problems.refused", "reports.download"} if role in (Role.OFFICER, Role.ADMIN) else set())


def test_no_form_and_no_message_works_without_the_token_of_its_page(db: Database, floors: TwoDepartments) -> None:
    before = everything_of(db, floors.pension)
    with db.transaction(EVERYTHING) as session:
        floors.pension.user(session, "own-admin", Role.ADMIN, password_hash=HASH)
    for browser in (floors.app.test_client(), floors.browser("own-admin"), floors.browser("shazia")):
        for rule in floors.rules("POST"):
            for body in ({"data": {"event": "pause"}}, {"json": {"reason": "tea"}}):
                assert browser.post(floors.address(rule), **body).status_code == 400, rule
    after = everything_of(db, floors.pension)
    assert {**after, "people": []} == {**before, "people": []}


@pytest.mark.parametrize("role", ROLES)
def test_no_form_or_message_changes_anything_of_another_department(
    db: Database, floors: TwoDepartments, role: Role
) -> None:
    before = everything_of(db, floors.pension)
    browser = floors.browser(f"{OWN}-{role}")
    guard = {"X-CSRFToken": token(browser)}
    wish = {name: str(id_) for name, id_ in floors.ids.items()} | {
        "event": "pause", "leg": "none", "reason": "tea", "step": "identity", "value": "self", "outcome": "completed",
        "key": "a-key-of-hers", "name": "Mine", "role": "admin", "sign_in": "mine", "password": "saffron-fields",
        "new_password": "saffron-fields", "id": str(floors.ids["listening_id"]), "mode": "join",
        "words": "Hers", "note": "Hers",
    }  # fmt: skip
    for rule in floors.rules("POST"):
        if rule.endpoint in ("sign_in.sign_out", "sign_in.language"):
            continue
        for body in ({"data": wish}, {"json": wish}):
            answer = browser.post(floors.address(rule), headers=guard, buffered=True, **body)
            if {*rule.arguments} & {*floors.ids}:
                assert answer.status_code in (400, 403, 404, 409), (rule, answer.status_code)
            for word in NOBODYS_BUSINESS:
                assert word not in answer.text, (rule, word)
    assert everything_of(db, floors.pension) == before


def test_somebody_without_an_operator_works_and_watches_no_campaign_that_has_none(
    db: Database, floors: TwoDepartments
) -> None:
    with db.transaction(EVERYTHING) as session:
        campaign = session.get_one(Campaign, floors.pension.campaign.id)
        campaign.operator_id, campaign.status = None, CampaignStatus.RUNNING
        for role in (Role.AGENT, Role.SUPERVISOR):
            session.add(
                User(sign_in=f"lone-{role}", password_hash=HASH, name="Lone", role=role, languages=[], created_at=NOW)
            )
    agent, supervisor = floors.browser("lone-agent"), floors.browser("lone-supervisor")
    assert str(campaign.id) not in agent.get("/desk/start").text
    fields = {"csrf_token": token(agent), "campaign_id": str(campaign.id), "leg": "none"}
    assert agent.post("/desk/start", data=fields).status_code == 422
    assert supervisor.get(f"/floor/{campaign.id}").status_code == 404
    assert supervisor.get(f"/reports/{campaign.id}").status_code == 404
