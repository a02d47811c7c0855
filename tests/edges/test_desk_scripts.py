"""A call keeps the script it began with; the desk learns who speaks, and names the scheme to the person herself only."""

import json
from typing import Any
from uuid import UUID

import pytest

from campaigns.rules.call_states import CallEvent, EndReason
from campaigns.rules.outcomes import Outcome
from campaigns.rules.scripts.who_answered import Answered, Relation
from campaigns.set_up.save_script import save_script
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import Beneficiary, Call, Case
from tests.edges.test_desk import Desk, in_talk, wish
from tests.given_centre import AGREED, PENSION, Centre
from tests.given_floor import NOW

COMES = {"identity": "spouse", "family": "comes"}


def a_newer_version(centre: Centre, db: Database) -> UUID:
    """The department no longer asks for the family, and the payment question has another answer."""
    document = json.loads(json.dumps(PENSION))
    document["steps"]["payment"]["options"][0]["value"] = "came"
    version = save_script(db, Scope(centre.floor.department.id), centre.floor.campaign.id, document, now=NOW)
    assert isinstance(version, UUID)
    return version


def give(desk: Desk, call_id: UUID, answers: dict[str, Any]) -> list[int]:
    return [desk.do("answer", call_id=str(call_id), step=step, value=answers[step]).status_code for step in answers]


def test_a_running_call_keeps_its_version_and_the_next_call_follows_the_new_one(
    centre: Centre, desk: Desk, db: Database
) -> None:
    call_id = in_talk(centre, desk)
    newer = a_newer_version(centre, db)
    assert desk.now()["script_version"] == str(centre.version)
    assert give(desk, call_id, {**AGREED, "payment": "received"}) == [200] * 4
    assert give(desk, call_id, {"payment": "came"}) == [409]
    centre.tell(call_id, CallEvent.END, EndReason.COMPLETED)
    desk.do("outcome", **wish(call_id, "refused", answers={"payment": "came"}))
    assert desk.now()["script_version"] == str(newer)
    following = in_talk(centre, desk)
    assert desk.now()["script_version"] == str(newer)
    assert give(desk, following, {**AGREED, "payment": "came"}) == [200] * 4
    assert give(desk, following, {"payment": "received"}) == [409]
    with db.transaction(EVERYTHING) as session:
        kept = [session.get_one(Call, one).script_version_id for one in (call_id, following)]
    assert kept == [centre.version, newer]


def test_a_question_for_women_is_asked_of_women_by_page_and_server_alike(
    centre: Centre, desk: Desk, db: Database
) -> None:
    call_id = in_talk(centre, desk)
    assert desk.now()["record"] == {"today": "2026-11-23"}
    assert give(desk, call_id, {"draws_herself": "herself"}) == [409]
    with db.transaction(EVERYTHING) as session:
        case = session.get_one(Case, session.get_one(Call, call_id).case_id)
        session.get_one(Beneficiary, case.beneficiary_id).gender = "female"
    assert desk.now()["record"] == {"gender": "female", "today": "2026-11-23"}
    assert give(desk, call_id, {"draws_herself": "herself"}) == [200]


def test_the_scheme_stands_on_the_card_once_it_is_the_person_herself(centre: Centre, desk: Desk) -> None:
    call_id = in_talk(centre, desk)
    assert (desk.now()["person"]["scheme"], desk.now()["merged"]) == (None, {"scheme": "Old-age pension"})
    for answers, scheme in (({"identity": "spouse"}, None), (COMES, "Old-age pension"), ({"identity": "self"},) * 2):
        give(desk, call_id, answers)
        assert desk.now()["person"]["scheme"] == (scheme and "Old-age pension")


@pytest.mark.parametrize(
    ("answers", "outcome", "spoke", "reached"),
    [
        ({"identity": "self"}, "refused", (Answered.SELF, None, True), True),
        (COMES, "refused", (Answered.FAMILY, Relation.SPOUSE, True), True),
        ({"identity": "child", "family": "later"}, "call_later", (Answered.FAMILY, Relation.CHILD, False), False),
        ({"identity": "neighbour", "family": "away"}, "refused", (Answered.NEIGHBOUR, None, False), False),
        ({"identity": "wrong"}, "wrong_number", (Answered.WRONG_NUMBER, None, False), False),
        ({}, "call_later", (None, None, None), True),  # a talk without the script: the outcome alone tells
    ],
)
def test_it_is_kept_of_each_call_who_answered_and_whether_she_herself_was_reached(
    centre: Centre,
    desk: Desk,
    db: Database,
    answers: dict[str, Any],
    outcome: str,
    spoke: tuple[Any, ...],
    *,
    reached: bool,
) -> None:
    call_id = in_talk(centre, desk)
    give(desk, call_id, answers)
    more = {"callback_at": desk.now()["slots"][1]["at"]} if outcome == Outcome.CALL_LATER else {}
    assert desk.do("outcome", **wish(call_id, outcome, **more)).status_code == 200
    with db.transaction(EVERYTHING) as session:
        call = session.get_one(Call, call_id)
        assert (call.answered_by, call.relation, call.confirmed) == spoke
        assert session.get_one(Case, call.case_id).reached is reached
