"""What a desk is told of its own state: only what is new, and together with what it has always the whole."""

import json
from itertools import product
from typing import Any

from agent_ui.desk.news import told
from agent_ui.desk.parts import joined

SHAZIA: dict[str, Any] = {
    "session": "s1",
    "campaign": {"name": "Pension"},
    "keys": {},
    "answers": {},
    "supervisor": None,
}
PERSON = {"name": "Ghulam Nabi Bhat", "village": "Kaloosa", "scheme": "Old-age pension"}
CALL = {"id": "c1", "phone_masked": "+91 60••• •0004", "status": "intended", "started_seconds": None, "on_hold": False}
HOURS: dict[str, Any] = {"slots": [{"name": "next_morning"}], "slot_hours": ["2026-11-24T10:00:00+05:30"]}
NO_HOURS: dict[str, Any] = {"slots": [], "slot_hours": []}
READY = SHAZIA | NO_HOURS | {"status": "ready", "since": "10:00", "call": None, "person": None, "record": {}}
RINGING = (
    READY | HOURS | {"status": "reserved", "since": "10:01", "call": CALL, "person": PERSON, "record": {"gender": "M"}}
)
TALKING = RINGING | {"status": "on_call", "since": "10:02", "call": CALL | {"status": "talking", "started_seconds": 0}}
NEIGHBOUR = TALKING | {"answers": {"identity": "neighbour"}, "person": PERSON | {"scheme": None}}
ENDED = NEIGHBOUR | {"status": "wrap_up", "since": "10:03", "call": CALL | {"status": "ended", "started_seconds": 61}}
NEXT = RINGING | {"call": CALL | {"id": "c2"}, "person": PERSON | {"name": "Haleema Bano"}}
ON_HER_LINE = TALKING | {"call": CALL | {"id": "c3", "status": "talking", "started_seconds": 5}}  # of the same house
STATES = [
    state | {"revision": place, "seconds": place}
    for place, state in enumerate((READY, RINGING, TALKING, NEIGHBOUR, ENDED, NEXT, ON_HER_LINE))
]


def mark_of(state: dict[str, Any], known: str = "") -> str:
    return told(state, known)[1]


def news_of(state: dict[str, Any], known: str) -> dict[str, Any] | None:
    return told(state, known)[0]


def test_what_a_desk_has_and_what_is_new_are_always_the_whole_state() -> None:
    for had, now in product(STATES, STATES):
        news = news_of(now, mark_of(had))
        assert news is not None
        together = joined([had, news])
        assert together | NO_HOURS == now | NO_HOURS
        assert now["call"] is None or together == now


def test_an_answered_call_costs_no_second_telling_of_the_person() -> None:
    news = news_of(STATES[2], mark_of(STATES[1]))
    assert news is not None
    assert "person" not in news
    assert "phone_masked" not in news["call"]
    assert news["call"]["status"] == "talking"


def test_who_is_not_the_person_herself_hides_the_scheme_and_nothing_else() -> None:
    news = news_of(STATES[3], mark_of(STATES[2]))
    assert news == {"answers": {"identity": "neighbour"}, "person": {"scheme": None}, "revision": 3, "seconds": 3}


def test_the_hours_for_calling_back_come_once_and_not_with_each_call() -> None:
    first = mark_of(STATES[2])
    between = mark_of(STATES[0], first)
    assert "slot_hours" not in (news_of(STATES[0], first) or {})
    assert "slot_hours" not in (news_of(STATES[5], between) or {})
    an_hour_later = STATES[5] | {"slot_hours": ["2026-11-24T11:00:00+05:30"]}
    assert (news_of(an_hour_later, between) or {})["slot_hours"] == ["2026-11-24T11:00:00+05:30"]


def test_clocks_alone_are_no_news() -> None:
    later = STATES[2] | {"revision": 9, "seconds": 40, "call": STATES[2]["call"] | {"started_seconds": 40}}
    assert news_of(later, mark_of(STATES[2])) == {"revision": 9, "seconds": 40}


def test_the_mark_of_another_version_of_raabta_brings_the_whole() -> None:
    assert news_of(STATES[2], "") is None
    assert news_of(STATES[2], mark_of(STATES[2]) + "abcd") is None


def test_a_state_is_marked_by_what_stands_in_it_in_whatever_order_it_was_written() -> None:
    turned = json.loads(json.dumps(dict(reversed(STATES[2].items()))))
    assert mark_of(turned) == mark_of(STATES[2])
