"""The reckoning at the end of a rehearsal: what the database says, held against what the carrier itself saw."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from campaigns.rules.call_states import CallStatus
from campaigns.store.benches.reckonings import KnownCall, Numbers
from workers.carrier.log import CarrierCall, live_calls, overlapping_dials

TRACE = "Traceback (most recent call last)"
CHAINED = re.compile(r"\n\n(?:During handling of|The above exception was) [^\n]+:\n\n" + re.escape(TRACE))
LOST_QUEUE = ("redis.exceptions.ConnectionError", "rq.exceptions.InvalidJobOperation")


@dataclass(frozen=True)
class Reckoning:
    """Dials that should not have been, and calls that never ended."""

    double_dials: int
    stuck_calls: int


def reckon(carrier: list[CarrierCall], known: list[KnownCall]) -> Reckoning:
    """Hold the carrier's log against the database."""
    to_people = [call for call in carrier if not call.agent]
    dials = [call for call in to_people if not call.inbound]
    stuck_here = {call.carrier_call_id or id(call) for call in known if call.status is not CallStatus.ENDED}
    stuck_there = {call.sid for call in live_calls(to_people)}
    return Reckoning(
        double_dials=len({later.sid for _, later in overlapping_dials(dials)} | unaccounted(dials, known)),
        stuck_calls=len(stuck_here | stuck_there),
    )


def unaccounted(dials: Iterable[CarrierCall], known: Iterable[KnownCall]) -> set[str]:
    """Return the carrier's calls that stand for no call of ours.

    A call whose carrier id was never learned stands for one dial of its number, and for one only.
    """
    sids = {call.carrier_call_id for call in known}
    nameless = Counter(call.phone for call in known if call.left and call.carrier_call_id is None)
    strangers = set()
    for dial in dials:
        if dial.sid in sids:
            continue
        if nameless[dial.to]:
            nameless[dial.to] -= 1
        else:
            strangers.add(dial.sid)
    return strangers


def errors_in(logs: Path, *, queue_was_killed: bool) -> int:
    """Count the unhandled exceptions in all logs; what a killed queue server leaves to RQ is part of the rehearsal."""
    found = 0
    for path in logs.glob("*.log*"):
        lines = path.read_text(errors="replace").replace("\\n", "\n")  # JSON lines hold a trace as one line
        for trace in CHAINED.sub("\nwhich led to", lines).split(TRACE)[1:]:
            found += not (queue_was_killed and any(name in trace for name in LOST_QUEUE))
    return found


def as_json(numbers: Numbers, reckoning: Reckoning) -> dict[str, Any]:
    """Return what a rehearsal prints, without the parts that it measured itself."""
    return {
        "rows": numbers.rows,
        "accepted": numbers.accepted,
        "rejected": numbers.rejected,
        "ignored": numbers.ignored,
        "cases": numbers.cases,
        "calls": numbers.calls,
        "answered": numbers.answered,
        "talked": numbers.talked,
        "abandoned": numbers.abandoned,
        "outcomes": {str(outcome): number for outcome, number in sorted(numbers.outcomes.items())},
        "cases_closed": numbers.cases_closed,
        "reached": numbers.reached,
        "agents_with_calls": numbers.agents_with_calls,
        "double_dials": reckoning.double_dials,
        "stuck_calls": reckoning.stuck_calls,
    }
