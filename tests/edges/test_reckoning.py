"""The reckoning: the carrier's own log is the witness for dials that should not have been and calls that never ended."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from campaigns.rules.call_states import CallStatus
from campaigns.store.benches.reckonings import KnownCall
from workers.carrier.log import CarrierCall
from workers.demo.reckoning import errors_in, reckon

TEN = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
HER, HIM = "+916010000001", "+916010000002"


def dialled(sid: str, to: str = HER, *, minute: int = 0, lasts: int | None = 1) -> CarrierCall:
    at = TEN + timedelta(minutes=minute)
    ended = None if lasts is None else at + timedelta(minutes=lasts)
    return CarrierCall(sid, to, "+911600123456", agent=False, placed_at=at, ended_at=ended)


def known(sid: str | None, phone: str = HER, status: CallStatus = CallStatus.ENDED, *, left: bool = True) -> KnownCall:
    return KnownCall(phone, sid, status, left)


def test_a_call_for_a_call_is_in_order() -> None:
    found = reckon([dialled("CA1"), dialled("CA2", HIM)], [known("CA1"), known("CA2", HIM)])
    assert (found.double_dials, found.stuck_calls) == (0, 0)


def test_a_dial_that_the_database_does_not_know_is_a_double() -> None:
    assert reckon([dialled("CA1"), dialled("CA2", minute=5)], [known("CA1")]).double_dials == 1


def test_a_call_that_somebody_made_to_us_is_no_dial_but_must_end() -> None:
    hers = replace(dialled("CA2", "+911600123456", minute=1, lasts=None), inbound=True)
    found = reckon([dialled("CA1"), hers], [known("CA1")])
    assert (found.double_dials, found.stuck_calls) == (0, 1)


def test_a_lost_answer_stands_for_one_dial_and_not_for_two() -> None:
    lost = [known(None, status=CallStatus.ENDED)]
    assert reckon([dialled("CA1")], lost).double_dials == 0
    assert reckon([dialled("CA1"), dialled("CA2", minute=5)], lost).double_dials == 1


def test_a_call_that_never_left_stands_for_no_dial() -> None:
    assert reckon([dialled("CA1")], [known(None, left=False)]).double_dials == 1


def test_two_calls_at_once_to_one_person_are_a_double_even_when_both_are_known() -> None:
    both = [known("CA1"), known("CA2")]
    assert reckon([dialled("CA1", lasts=9), dialled("CA2", minute=3)], both).double_dials == 1


def test_a_call_is_stuck_when_either_side_holds_it_live_and_counts_once() -> None:
    talking = known("CA1", status=CallStatus.TALKING)
    assert reckon([dialled("CA1", lasts=None)], [talking]).stuck_calls == 1
    assert reckon([dialled("CA1")], [talking]).stuck_calls == 1
    assert reckon([dialled("CA1", lasts=None)], [known("CA1")]).stuck_calls == 1


def test_unhandled_exceptions_are_counted_in_every_log(tmp_path: Path) -> None:
    trace = "Traceback (most recent call last):\n  File ...\n"
    (tmp_path / "web.log").write_text(f"fine\n{trace}ValueError: x\nfine\n{trace}KeyError\n")
    (tmp_path / "worker-1.log").write_text(f"{trace}redis.exceptions.ConnectionError: refused\n")
    assert errors_in(tmp_path, queue_was_killed=False) == 3
    assert errors_in(tmp_path, queue_was_killed=True) == 2


def test_an_exception_that_led_to_another_counts_once(tmp_path: Path) -> None:
    first = "Traceback (most recent call last):\n  File ...\nConnectionRefusedError: no"
    led_to = "\n\nDuring handling of the above exception, another exception occurred:\n\n"
    chain = f"{first}{led_to}Traceback (most recent call last):\n  File ...\nredis.exceptions.ConnectionError: no\n"
    (tmp_path / "worker-1.log").write_text(chain)
    (tmp_path / "web.log").write_text('{"event": "error", "trace": ' + json.dumps(chain) + "}\n")
    assert errors_in(tmp_path, queue_was_killed=False) == 2
    assert errors_in(tmp_path, queue_was_killed=True) == 0
