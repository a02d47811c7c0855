"""A supervisor in a room with a person and an agent: who hears whom, as Twilio's SDK and document ask for it."""

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from tests.contract.conftest import RunningCarrier
from tests.contract.hooks_listener import HooksListener
from tests.contract.test_rooms import AGENT, happened, room, talk  # noqa: F401 - the fixture

SUPERVISOR = "+911945550102"
Talk = tuple[str, str, str]


def hears(carrier: RunningCarrier, speaker: str) -> set[str]:
    """Who hears a call now, by the carrier's own account."""
    rooms = requests.get(f"{carrier.url}/sandbox/state", timeout=120).json()["rooms"]
    return set(rooms[0]["heard_by"][speaker])


@pytest.fixture
def supervisor(carrier: RunningCarrier, hooks: HooksListener, talk: Talk) -> str:  # noqa: F811 - the fixture
    """A supervisor who has come in muted."""
    hooks.documents["/listening"] = room(hooks, muted="true", startConferenceOnEnter="false")
    leg = carrier.place(SUPERVISOR, url=f"{hooks.url}/listening")
    happened(hooks, "participant-join", leg.sid)
    return str(leg.sid)


def test_whoever_comes_in_muted_hears_both_and_nobody_hears_her(
    carrier: RunningCarrier,
    talk: Talk,  # noqa: F811
    supervisor: str,
) -> None:
    _, agent, person = talk
    assert hears(carrier, supervisor) == set()
    assert hears(carrier, agent) == {person, supervisor}
    assert hears(carrier, person) == {agent, supervisor}


def test_a_coach_is_heard_by_the_agent_alone_and_then_by_both(
    carrier: RunningCarrier,
    talk: Talk,  # noqa: F811
    supervisor: str,
) -> None:
    conference, agent, person = talk
    leg = carrier.client.conferences(conference).participants(supervisor)
    told = leg.update(muted=False, coaching=True, call_sid_to_coach=agent)
    assert (told.coaching, told.call_sid_to_coach, told.muted) == (True, agent, False)
    assert hears(carrier, supervisor) == {agent}
    assert not leg.update(muted=False, coaching=False).coaching
    assert hears(carrier, supervisor) == {agent, person}
    leg.update(muted=True, coaching=False)
    assert hears(carrier, supervisor) == set()


def test_nobody_coaches_a_call_that_is_not_in_the_room(
    carrier: RunningCarrier,
    talk: Talk,  # noqa: F811
    supervisor: str,
) -> None:
    leg = carrier.client.conferences(talk[0]).participants(supervisor)
    for wish in ({}, {"call_sid_to_coach": "CA" + "0" * 32}):
        with pytest.raises(TwilioRestException):
            leg.update(muted=False, coaching=True, **wish)
    assert hears(carrier, supervisor) == set()
