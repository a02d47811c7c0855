"""The desk of an agent whom a person has rung: it says so while it still rings, and begins with a word of thanks."""

from copy import deepcopy
from datetime import timedelta
from uuid import UUID, uuid4

from campaigns.calls.answer_call_in import answer_call_in
from campaigns.calls.take_call_in import take_call_in
from campaigns.set_up.save_script import save_script
from campaigns.store.session import Scope
from campaigns.telephony.port import CallInTold, Join, LetRing
from tests.edges.test_desk import Desk
from tests.given_centre import NAME, PENSION, Centre
from tests.given_floor import NOW, SILENCE


def she_rings(centre: Centre, desk: Desk) -> UUID:
    centre.somebody_to_call()
    assert desk.do("ready").status_code == 200
    told = CallInTold("CAring", centre.floor.campaign.caller_id, "+919419000001")
    plan = take_call_in(centre.db, told, carrier="sandbox", now=NOW, desk_silence=SILENCE)
    assert isinstance(plan, LetRing)
    return plan.call_id


def test_while_it_rings_her_record_lies_on_the_desk_and_says_that_she_rings(centre: Centre, desk: Desk) -> None:
    she_rings(centre, desk)
    state = desk.now()
    assert (state["status"], state["person"]["name"], state["call"]["rang_us"]) == ("reserved", NAME, True)
    assert state["call"]["calling_back"]["en"].startswith("Thank you for calling us back.")
    assert "{department}" in state["call"]["calling_back"]["ur"]


def test_joined_to_her_the_agent_can_answer_and_log(centre: Centre, desk: Desk) -> None:
    call_id = she_rings(centre, desk)
    after = NOW + timedelta(seconds=5)
    assert isinstance(answer_call_in(centre.db, call_id, now=after, desk_silence=SILENCE), Join)
    assert desk.now()["status"] == "on_call"
    body = {"key": uuid4().hex, "call_id": str(call_id), "outcome": "refused", "answers": {}, "note": ""}
    assert desk.do("outcome", **body).json["status"] == "ready"


def test_a_call_of_ours_begins_as_ever(centre: Centre, desk: Desk) -> None:
    centre.somebody_to_call()
    desk.do("ready")
    centre.dial()
    assert (desk.now()["call"]["rang_us"], desk.now()["call"]["calling_back"]) == (False, None)


def test_a_script_may_thank_in_its_own_words(centre: Centre, desk: Desk) -> None:
    script = deepcopy(PENSION)
    script["calling_back"] = dict.fromkeys(script["languages"], "How good that you ring us.")
    assert isinstance(
        save_script(centre.db, Scope(centre.floor.department.id), centre.floor.campaign.id, script, now=NOW), UUID
    )
    she_rings(centre, desk)
    assert desk.now()["call"]["calling_back"]["ur"] == "How good that you ring us."
