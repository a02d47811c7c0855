"""A person and an agent meet in a room, and what happens when one of them goes."""

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.jwt.access_token import AccessToken

from tests.contract.conftest import ACCOUNT_SID, API_SECRET, PERSON, RunningCarrier
from tests.contract.hooks_listener import HooksListener, Told

AGENT = "+911945550101"  # begins as agents' own phones do


def room(hooks: HooksListener, name: str = "room-1", **attributes: str) -> str:
    """Return a document that joins a room and tells everything of it."""
    told = {
        "statusCallback": f"{hooks.url}/room",
        "statusCallbackEvent": "start end join leave mute hold",
    } | attributes
    written = " ".join(f'{key}="{value}"' for key, value in told.items())
    return f"<Response><Dial><Conference {written}>{name}</Conference></Dial></Response>"


def happened(hooks: HooksListener, event: str, call_sid: str | None = None) -> Told:
    """Wait until something is told of a room."""
    return hooks.wait_for(
        lambda told: told.form.get("StatusCallbackEvent") == event and call_sid in (None, told.form.get("CallSid"))
    )


@pytest.fixture
def talk(carrier: RunningCarrier, hooks: HooksListener) -> tuple[str, str, str]:
    """A person and an agent in a room: the sids of the conference and of both calls."""
    hooks.documents |= {"/answer": room(hooks), "/agent": room(hooks)}
    carrier.force(alone=36000)
    agent = carrier.place(AGENT, url=f"{hooks.url}/agent", status_callback=f"{hooks.url}/agent-status")
    conference = happened(hooks, "participant-join", agent.sid).form["ConferenceSid"]
    person = carrier.place()
    happened(hooks, "participant-join", person.sid)
    return conference, agent.sid, person.sid


def test_a_person_and_an_agent_are_found_in_their_room(carrier: RunningCarrier, talk: tuple[str, str, str]) -> None:
    conference, agent, person = talk
    (found,) = carrier.client.conferences.list(friendly_name="room-1", status="in-progress")
    assert found.sid == conference
    assert {each.call_sid for each in found.participants.list()} == {agent, person}
    assert carrier.client.conferences(conference).participants(person).fetch().status == "connected"


def test_when_the_agent_ends_the_call_her_own_leg_stays_in_the_room(
    carrier: RunningCarrier, hooks: HooksListener, talk: tuple[str, str, str]
) -> None:
    conference, agent, person = talk
    carrier.client.calls(person).update(status="completed")
    left = happened(hooks, "participant-leave", person)
    assert left.form["ParticipantCallStatus"] == "completed"
    hooks.wait_for_status("completed")
    assert [each.call_sid for each in carrier.client.conferences(conference).participants.list()] == [agent]


def test_a_person_can_be_held_and_muted(
    carrier: RunningCarrier, hooks: HooksListener, talk: tuple[str, str, str]
) -> None:
    conference, _, person = talk
    participant = carrier.client.conferences(conference).participants(person)
    assert participant.update(hold=True, hold_url=f"{hooks.url}/music").hold
    happened(hooks, "participant-hold", person)
    assert participant.update(muted=True).muted
    happened(hooks, "participant-mute", person)
    assert not participant.update(hold=False).hold
    assert [each.call_sid for each in carrier.client.conferences(conference).participants.list(muted=True)] == [person]


def test_a_person_taken_out_of_the_room_goes_on_with_her_document_and_is_done(
    carrier: RunningCarrier, hooks: HooksListener, talk: tuple[str, str, str]
) -> None:
    conference, _, person = talk
    assert carrier.client.conferences(conference).participants(person).delete()
    assert hooks.wait_for_status("completed").form["CallSid"] == person
    with pytest.raises(TwilioRestException) as refused:
        carrier.client.conferences(conference).participants(person).fetch()
    assert refused.value.status == 404


def test_a_room_ends_with_everyone_in_it_when_it_is_ended(
    carrier: RunningCarrier, hooks: HooksListener, talk: tuple[str, str, str]
) -> None:
    conference, *_ = talk
    carrier.client.conferences(conference).update(status="completed")
    assert happened(hooks, "conference-end").form["ReasonConferenceEnded"] == "conference-ended-via-api"
    hooks.wait_for_status("completed")
    hooks.wait_for_status("completed", "/agent-status")
    assert carrier.client.conferences(conference).fetch().status == "completed"


def test_who_ends_the_room_on_leaving_takes_the_others_along(carrier: RunningCarrier, hooks: HooksListener) -> None:
    hooks.documents |= {"/answer": room(hooks), "/agent": room(hooks, endConferenceOnExit="true")}
    carrier.force(alone=36000)
    person = carrier.place()
    happened(hooks, "participant-join", person.sid)
    agent = carrier.place(AGENT, url=f"{hooks.url}/agent", status_callback=f"{hooks.url}/agent-status")
    happened(hooks, "participant-join", agent.sid)
    carrier.client.calls(agent.sid).update(status="completed")
    ended = happened(hooks, "conference-end")
    assert ended.form["ReasonConferenceEnded"] == "participant-with-end-conference-on-exit-left"
    assert hooks.wait_for_status("completed").form["CallSid"] == person.sid


def test_a_room_waits_for_the_one_who_starts_it(carrier: RunningCarrier, hooks: HooksListener) -> None:
    hooks.documents |= {"/answer": room(hooks, startConferenceOnEnter="false"), "/agent": room(hooks)}
    carrier.force(alone=36000)
    person = carrier.place()
    conference = happened(hooks, "participant-join", person.sid).form["ConferenceSid"]
    assert carrier.client.conferences(conference).fetch().status == "init"
    carrier.place(AGENT, url=f"{hooks.url}/agent")
    happened(hooks, "conference-start")
    assert carrier.client.conferences(conference).fetch().status == "in-progress"


def test_a_person_left_alone_in_a_room_hangs_up_after_a_while(carrier: RunningCarrier, hooks: HooksListener) -> None:
    hooks.documents["/answer"] = room(hooks)
    carrier.force(alone=25)
    carrier.place()
    assert int(hooks.wait_for_status("completed").form["CallDuration"]) >= 20
    (told,) = carrier.log()
    assert told.ended_by == "person alone"


def test_an_agents_browser_calls_in_and_is_parked_in_her_room(carrier: RunningCarrier, hooks: HooksListener) -> None:
    hooks.documents["/browser"] = room(hooks)
    token = AccessToken(ACCOUNT_SID, "SK" + "0" * 32, API_SECRET, identity="0123abcd")
    leg = carrier.control("browsers", {"token": token.to_jwt()})["sid"]
    asked = hooks.wait_for(lambda told: told.path == "/browser")
    assert (asked.form["From"], asked.form["Direction"]) == ("client:0123abcd", "inbound")
    happened(hooks, "participant-join", leg)
    assert carrier.client.calls(leg).fetch().direction == "inbound"
    carrier.control(f"calls/{leg}/hang-up")
    assert hooks.wait_for_status("completed", "/browser/status").form["CallSid"] == leg
    with pytest.raises(requests.HTTPError):
        carrier.control("browsers", {"token": "forged"})


def test_only_the_first_in_a_room_says_who_is_told(carrier: RunningCarrier, hooks: HooksListener) -> None:
    silent = "<Response><Dial><Conference>room-1</Conference></Dial></Response>"
    hooks.documents |= {"/agent": silent, "/answer": room(hooks)}
    carrier.force(stays=10)
    carrier.place(AGENT, url=f"{hooks.url}/agent", status_callback_event=["answered"])
    hooks.wait_for(lambda told: told.path == "/agent")
    carrier.place(PERSON)
    hooks.wait_for_status("completed")
    assert not [told for told in hooks.heard() if told.path == "/room"]
