"""Hold, help and the try-out of a phone at a desk; and records that are read first and passed over."""

from typing import Any
from uuid import UUID

from rq import Queue
from rq.serializers import JSONSerializer

from campaigns.calls.place_call import place_call
from campaigns.calls.try_desk_phone import try_desk_phone
from campaigns.rules.call_states import CallEvent, EndReason
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING
from campaigns.store.tables import AgentSession, Call, Campaign, PreviewSkip, User
from tests.edges.test_desk import Desk, in_talk, wish
from tests.given_centre import HASH, Centre
from tests.given_floor import NOW


def jobs(centre: Centre) -> list[tuple[Any, ...]]:
    queue = Queue("dial", connection=centre.db.bells.redis, serializer=JSONSerializer)  # type: ignore[attr-defined]
    return [(job.func_name.rpartition(".")[2], *job.args) for job in queue.jobs]


def asked_at(centre: Centre) -> list[Any]:
    with centre.db.transaction(EVERYTHING) as session:
        return [desk.asked_for_help_at for desk in session.query(AgentSession)]


def test_a_person_is_put_on_hold_and_back_once_each(centre: Centre, desk: Desk) -> None:
    call_id = str(in_talk(centre, desk))
    for _ in range(2):
        assert desk.do("hold", call_id=call_id, on=True).json["call"]["on_hold"] is True
    assert [job for job in jobs(centre) if job[0] == "hold_line"] == [("hold_line", call_id)]
    assert desk.do("hold", call_id=call_id, on=False).json["call"]["on_hold"] is False
    desk.do("hang-up", call_id=call_id)
    assert desk.do("hold", call_id=call_id, on=True).json["because"] == "not_your_call"


def test_she_asks_for_her_supervisor_and_the_end_of_the_call_takes_it_back(centre: Centre, desk: Desk) -> None:
    assert desk.do("ask-help", asks=True).status_code == 409  # there is no call to help with
    call_id = str(in_talk(centre, desk))
    assert desk.do("ask-help", asks=True).json["asked_for_help"] is True
    assert None not in asked_at(centre)
    assert desk.do("ask-help", asks=False).json["asked_for_help"] is False
    desk.do("ask-help", asks=True)
    assert desk.do("hang-up", call_id=call_id).json["asked_for_help"] is False
    assert asked_at(centre) == [None]


def test_a_record_is_passed_over_with_a_reason_of_the_list_only(centre: Centre, desk: Desk) -> None:
    centre.somebody_to_call()
    desk.do("ready")
    call_id = str(centre.dial(DialMode.PREVIEW))
    state = desk.now()
    assert (state["call"]["skips_left"], "bad_time" in state["skip_reasons"]) == (2, True)
    assert desk.do("skip", call_id=call_id, reason="no wish").status_code == 400
    assert desk.do("skip", call_id=call_id, reason="known_person").json["status"] == "ready"
    assert centre.count(PreviewSkip) == 1
    assert desk.do("skip", call_id=call_id, reason="known_person").json["because"] == "not_your_call"


def test_in_preview_each_answer_brings_the_next_record(centre: Centre, desk: Desk) -> None:
    with centre.db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, centre.floor.campaign.id).mode = DialMode.PREVIEW
    people = {str(centre.somebody_to_call().id) for _ in range(3)}
    seen = [desk.do("ready").json["call"]["id"]]
    seen.append(desk.do("skip", call_id=seen[0], reason="bad_time").json["call"]["id"])
    second = UUID(seen[1])
    desk.do("dial", call_id=seen[1])
    place_call(centre.db, second, telephony=centre.phones, now=lambda: NOW)
    centre.answer(second)
    centre.tell(second, CallEvent.END, EndReason.COMPLETED)
    seen.append(desk.do("outcome", **wish(second)).json["call"]["id"])
    with centre.db.transaction(EVERYTHING) as session:
        assert {str(session.get_one(Call, UUID(call_id)).case_id) for call_id in seen} == people
    paused = desk.do("pause", reason="tea").json
    assert (paused["status"], paused["call"], paused["person"]) == ("paused", None, None)


def test_her_own_phone_is_rung_to_try_it_and_says_that_it_works(centre: Centre) -> None:
    with centre.db.transaction(EVERYTHING) as session:
        phone = {"desk_phone": "+911945550101", "interface_language": "ur"}
        user_id: UUID = centre.floor.user(session, "gul", Role.AGENT, password_hash=HASH, **phone).id
    desk = Desk(centre.app, "gul")
    desk.token = desk.csrf("/desk/start")
    campaign_id = centre.floor.campaign.id
    assert desk.do("call-my-phone", campaign_id=str(campaign_id)).json == {"ringing": True}
    assert jobs(centre) == [("try_desk_phone", str(user_id), str(campaign_id))]
    try_desk_phone(centre.db, user_id, campaign_id, telephony=centre.phones)
    assert centre.phones.lines == [("try", "+911945550101", "ur")]
    assert centre.phones.dialled == []


def test_who_has_no_phone_or_names_no_campaign_of_hers_is_not_rung(centre: Centre) -> None:
    desk = Desk(centre.app)
    desk.token = desk.csrf("/desk/start")
    assert desk.do("call-my-phone", campaign_id=str(centre.floor.campaign.id)).json["because"] == "no_desk_phone"
    assert desk.do("call-my-phone", campaign_id="mine").status_code == 400
    with centre.db.transaction(EVERYTHING) as session:
        session.get_one(User, session.query(User).one().id).operator_id = None
    assert desk.do("call-my-phone", campaign_id=str(centre.floor.campaign.id)).json["because"] == "campaign_unknown"
    assert jobs(centre) == []
