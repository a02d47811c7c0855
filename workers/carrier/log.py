"""The carrier's own log: one JSON line per fact, flushed at once; and what can be read back from it.

It is the witness against which double dials and stuck calls are counted: it never asks Raabta's database.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from workers.carrier.pace import Pace


class CarrierLog:
    """Appends facts; their times never go back, their numbers `n` count from 1 in each file."""

    def __init__(self, path: Path | None, pace: Pace) -> None:
        self._pace = pace
        self._last = pace.now()
        self._n = 0
        self._file: IO[str] | None = None
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            for fact in facts(path):
                self._n, self._last = fact["n"], max(self._last, datetime.fromisoformat(fact["at"]))
            _drop_cut_line(path)
            self._file = path.open("a", encoding="utf-8")

    def note(self, fact: str, **details: Any) -> None:
        """Write one fact down."""
        self._n += 1
        self._last = max(self._last, self._pace.now())
        if self._file is not None:
            line = {"n": self._n, "at": self._last.isoformat(), "fact": fact, **details}
            self._file.write(json.dumps(line) + "\n")
            self._file.flush()

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()


def _drop_cut_line(path: Path) -> None:
    """Take away a last line that a power cut left without an end, so that the next fact begins a line."""
    if path.exists():
        written = path.read_bytes()
        os.truncate(path, written.rfind(b"\n") + 1)


@dataclass(frozen=True)
class CarrierCall:
    """One call as the log tells it."""

    sid: str
    to: str
    from_: str
    agent: bool  # of an agent's own phone, not of a person on a list
    placed_at: datetime
    dialled_at: datetime | None = None
    rang_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    status: str = "queued"
    ended_by: str | None = None  # person, network, request, document, time limit, or a stop of the carrier
    rooms: tuple[str, ...] = ()  # names of the rooms that it joined, in order
    inbound: bool = False  # somebody called the customer

    @property
    def live(self) -> bool:
        """Tell whether the log knows no end of it."""
        return self.ended_at is None


# Which field of a call a fact sets to its time, and the status that it brings.
_FACTS = {
    "dialled": ("dialled_at", "queued"),
    "ringing": ("rang_at", "ringing"),
    "answered": ("answered_at", "in-progress"),
    "ended": ("ended_at", None),
}


def facts(path: Path) -> Iterator[dict[str, Any]]:
    """Return every fact of a log; a last line that was cut by a crash is left out."""
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.endswith("\n"):
                yield json.loads(line)


def read_log(path: Path) -> list[CarrierCall]:
    """Return all calls of a log in the order in which they were placed."""
    calls: dict[str, CarrierCall] = {}
    for fact in facts(path):
        at = datetime.fromisoformat(fact["at"])
        if fact["fact"] == "placed":
            ends, inbound = (fact["call"], fact["to"], fact["from"]), fact.get("inbound", False)
            calls[fact["call"]] = CarrierCall(*ends, fact["agent"], at, inbound=inbound)
        elif fact.get("call") in calls:
            calls[fact["call"]] = _with(calls[fact["call"]], fact, at)
    return list(calls.values())


def _with(call: CarrierCall, fact: dict[str, Any], at: datetime) -> CarrierCall:
    if fact["fact"] == "joined":
        return replace(call, rooms=(*call.rooms, fact["room"]))
    if fact["fact"] not in _FACTS or not call.live:
        return call
    moment, status = _FACTS[fact["fact"]]
    changed: dict[str, Any] = {moment: at, "status": status or fact["status"], "ended_by": fact.get("by")}
    return replace(call, **changed)


def calls_by_number(calls: Iterable[CarrierCall]) -> dict[str, list[CarrierCall]]:
    """Return the calls to each person's number, in order; agents' own phones and calls in are left out."""
    by_number: dict[str, list[CarrierCall]] = defaultdict(list)
    for call in calls:
        if not call.agent and not call.inbound:
            by_number[call.to].append(call)
    return dict(by_number)


def overlapping_dials(calls: Iterable[CarrierCall]) -> list[tuple[CarrierCall, CarrierCall]]:
    """Return pairs of calls to one person's number of which the second was placed before the first had ended."""
    pairs = []
    for dials in calls_by_number(calls).values():
        open_call: CarrierCall | None = None
        for dial in dials:
            if open_call is not None and (open_call.ended_at is None or dial.placed_at < open_call.ended_at):
                pairs.append((open_call, dial))
            if open_call is None or _ends_later(dial, open_call):
                open_call = dial
    return pairs


def live_calls(calls: Iterable[CarrierCall]) -> list[CarrierCall]:
    """Return the calls that have not ended by the end of the log."""
    return [call for call in calls if call.live]


def _ends_later(call: CarrierCall, other: CarrierCall) -> bool:
    return call.ended_at is None or (other.ended_at is not None and call.ended_at > other.ended_at)
