"""The carrier's own log tells the truth about every dial, over restarts and power cuts."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from campaigns.rules.clock import Clock
from tests.contract.conftest import PERSON, RunningCarrier
from tests.contract.hooks_listener import HooksListener
from workers.carrier.calls import CallStatus, Orders
from workers.carrier.exchange import Exchange
from workers.carrier.log import CarrierLog, live_calls, overlapping_dials, read_log
from workers.carrier.options import CarrierOptions
from workers.carrier.pace import Pace
from workers.carrier.people import DialPlan, Finds
from workers.carrier.webhooks import Webhooks


def test_the_log_tells_a_call_from_its_placing_to_its_end(carrier: RunningCarrier, hooks: HooksListener) -> None:
    hooks.documents["/answer"] = "<Response><Dial><Conference>room-1</Conference></Dial></Response>"
    carrier.force(rings=8, stays=30)
    call = carrier.place()
    hooks.wait_for_status("completed")
    (told,) = carrier.log()
    assert (told.sid, told.to, told.status, told.ended_by) == (call.sid, PERSON, "completed", "person")
    assert told.rooms == ("room-1",)
    moments = [told.placed_at, told.dialled_at, told.rang_at, told.answered_at, told.ended_at]
    assert None not in moments
    assert moments == sorted(moments, key=lambda moment: moment or told.placed_at)


def test_a_second_dial_of_a_number_before_the_first_ended_is_seen(
    slow_carrier: RunningCarrier, hooks: HooksListener
) -> None:
    slow_carrier.force(set_up=36000)
    first = slow_carrier.place()
    second = slow_carrier.place()
    assert [(a.sid, b.sid) for a, b in overlapping_dials(slow_carrier.log())] == [(first.sid, second.sid)]
    assert {call.sid for call in live_calls(slow_carrier.log())} == {first.sid, second.sid}
    for call in (first, second):
        slow_carrier.client.calls(call.sid).update(status="completed")
    slow_carrier.place()
    assert len(overlapping_dials(slow_carrier.log())) == 1
    assert len(live_calls(slow_carrier.log())) == 1


def test_a_carrier_started_again_knows_the_calls_of_before(
    start_carrier: Callable[..., RunningCarrier], hooks: HooksListener
) -> None:
    before = start_carrier()
    before.force(finds="busy")
    before.force("+919419099999", set_up=36000)
    ended = before.place()
    hooks.wait_for_status("busy")
    live = before.place("+919419099999")
    before.stop()
    again = start_carrier()
    assert again.client.calls(ended.sid).fetch().status == "busy"
    assert again.client.calls(live.sid).fetch().status == "failed"
    assert [call.ended_by for call in again.log()] == ["network", "carrier stop"]


def test_a_log_cut_short_by_a_power_cut_is_read_to_its_last_whole_line(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    whole = '{"n": 1, "at": "2026-11-23T06:30:00+00:00", "fact": "placed", "call": "CA1", "to": "+919419000001", "from": "+911942455000", "agent": false}\n'
    log.write_text(whole + '{"n": 2, "at": "2026-')
    (call,) = read_log(log)
    assert call.live
    again = CarrierLog(log, Pace(Clock()))
    again.note("ended", call="CA1", status="failed", by="carrier restart")
    again.close()
    (call,) = read_log(log)
    assert call.status == "failed"
    assert call.ended_at is not None
    assert call.ended_at >= call.placed_at


def test_a_fault_of_the_network_itself_ends_the_call_and_is_told_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    log = tmp_path / "carrier.jsonl"
    options = CarrierOptions("AC" + "0" * 32, "token", log=log)

    async def call_with_a_broken_plan() -> CallStatus:
        pace = Pace(options.clock)
        witness = CarrierLog(log, pace)
        webhooks = Webhooks(options, pace, witness)
        exchange = Exchange(options, pace, witness, webhooks)
        exchange.forced[PERSON] = DialPlan(Finds.ANSWER, set_up="soon")  # type: ignore[arg-type] # the fault
        call = exchange.place(Orders(PERSON, "+911942455000", None))
        await exchange.book.quiet()
        await webhooks.close()
        witness.close()
        return call.status

    assert asyncio.run(call_with_a_broken_plan()) is CallStatus.FAILED
    assert [call.ended_by for call in read_log(log)] == ["crash"]
    assert [record.message for record in caplog.records] == ["call_crashed"]
