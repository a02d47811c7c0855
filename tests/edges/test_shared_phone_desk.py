"""At the desk, one line serves the whole house: the agent goes on with the next person where the script has ended."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.outcomes import Outcome
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import BeneficiaryList, Call, Campaign, Case
from tests.edges.test_desk import Desk, in_talk
from tests.given_centre import Centre


def given_sharer(centre: Centre, db: Database) -> UUID:
    """Somebody else of the campaign who waits on the phone of the call."""
    phone = centre.phones.dialled[0].to
    with db.transaction(EVERYTHING) as session:
        return centre.floor.person(session, session.scalars(select(BeneficiaryList)).one(), phone=phone).id


def go_on(desk: Desk, call_id: UUID, case_id: UUID, key: str = "") -> Any:
    return desk.do("go-on", key=key or uuid4().hex, call_id=str(call_id), case_id=str(case_id))


def test_the_desk_names_who_waits_and_goes_on_with_them_after_an_ending(
    centre: Centre, desk: Desk, db: Database
) -> None:
    call_id = in_talk(centre, desk)
    case_id = given_sharer(centre, db)
    assert [other["id"] for other in desk.now()["others"]] == [str(case_id)]
    early = go_on(desk, call_id, case_id)
    assert (early.status_code, early.json["because"]) == (409, "script_not_ended")
    desk.do("answer", call_id=str(call_id), step="identity", value="refuses")
    key = uuid4().hex
    for _ in range(2):  # the link was lost before the answer came, and it was sent again
        state = go_on(desk, call_id, case_id, key).json
        assert (state["status"], state["call"]["status"], state["answers"]) == ("on_call", "talking", {})
        assert state["call"]["id"] != str(call_id)
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(Case, session.get_one(Call, call_id).case_id).outcome is Outcome.REFUSED
        assert session.get_one(Call, UUID(state["call"]["id"])).case_id == case_id


def test_people_of_the_departments_other_campaigns_are_named_with_their_campaign_and_called_by_it(
    centre: Centre, desk: Desk, db: Database
) -> None:
    call_id, phone = in_talk(centre, desk), centre.phones.dialled[0].to
    of = centre.floor.campaign
    for name, status, operator in (
        ("Scholarships", CampaignStatus.RUNNING, of.operator_id),
        ("Of another operator", CampaignStatus.RUNNING, None),
        ("Long over", CampaignStatus.FINISHED, of.operator_id),
    ):
        with db.transaction(EVERYTHING) as session:
            other = copied(of, name=name, slug=name.lower(), status=status, operator_id=operator)
            session.add(other)
            session.flush()
            case = centre.floor.person(session, session.scalars(select(BeneficiaryList)).first(), phone=phone)
            case.campaign_id = other.id
    ours = given_sharer(centre, db)
    others = desk.now()["others"]
    assert [(other["id"] == str(ours), other["campaign"]) for other in others] == [
        (True, None),
        (False, "Scholarships"),
    ]
    desk.do("answer", call_id=str(call_id), step="identity", value="refuses")
    refused = go_on(desk, call_id, UUID(others[1]["id"]))
    assert (refused.status_code, refused.json["because"]) == (409, "sharer_gone")


def copied(campaign: Campaign, **other: Any) -> Campaign:
    facts = {column.key: getattr(campaign, column.key) for column in Campaign.__mapper__.column_attrs}
    return Campaign(**facts | {"id": uuid4()} | other)


def test_what_cannot_be_meant_is_a_bad_request(centre: Centre, desk: Desk) -> None:
    call_id = in_talk(centre, desk)
    assert desk.do("go-on", key="k" * 10, call_id=str(call_id), case_id="her").status_code == 400
    assert desk.do("go-on", key="", call_id=str(call_id), case_id=str(uuid4())).status_code == 400
