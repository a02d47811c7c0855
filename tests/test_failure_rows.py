"""Every failure mode that a carrier can bring about has a test of its name: `test_row_17_…`, `test_rows_03_04_05_…`.

The rows are those of telephony.md section 5. A row without a test fails here; so does one that is excused and has one.
"""

import re
from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).parent
NAMED: Final = re.compile(r"def test_rows?((?:_\d\d)+)_")
ROWS: Final = {
    1: "a webhook comes twice",
    2: "webhooks come out of order",
    3: "`answered` is lost",
    4: "`completed` is lost",
    5: "`initiated` or `ringing` is lost",
    6: "a webhook is forged, replayed or signed for another address",
    7: "a webhook comes before our request has returned",
    8: "a worker dies between intent and sending",
    9: "a worker dies between sending and the carrier's id",
    10: "a request times out, is reset or answered with 5xx",
    11: "the carrier cannot be reached",
    12: "429",
    13: "the carrier queues a call",
    14: "the limit of simultaneous calls is reached",
    15: "the carrier is out of order",
    16: "keys, funds or the caller number are refused",
    17: "a number does not exist or is blocked",
    18: "busy, no answer, rejected, unreachable",
    19: "the answer document comes late or not at all",
    20: "a person answers and no agent is free",
    21: "a machine is told late or wrongly",
    22: "the agent's browser drops in a talk",
    23: "the agent's leg drops while her call rings",
    24: "an agent opens two tabs",
    25: "the agent's token expires",
    26: "the person hangs up while she is joined",
    27: "both sides end at once",
    28: "a person is alone in a room, and nobody told",
    29: "a call lives at the carrier that nobody here knows",
    30: "two workers dial the same case",
    31: "Redis is lost",
    32: "the database is away",
    33: "an opt-out, a pause or the end of the hours comes while a call waits",
    34: "clocks do not agree; a clock jumps",
    35: "a recording comes late or not at all",
    36: "processes are restarted in the middle of a talk",
    37: "the carrier's way to tell us hangs and its REST does not",
    38: "a supervisor coaches an agent whose leg is new",
    39: "somebody is put into a wrong room",
    40: "one dial has two calls at the carrier",
}
CANNOT_BE_PLAYED: Final = {
    35: "Raabta records no calls: no recording is asked for, so none can be late.",
}


def test_every_failure_mode_has_a_test_of_its_name_or_a_reason_why_not() -> None:
    tested = {row for file in TESTS.rglob("test_*.py") for row in _rows_of(file)}
    assert sorted(ROWS) == list(range(1, 41))
    assert {row: ROWS[row] for row in set(ROWS) - tested - set(CANNOT_BE_PLAYED)} == {}
    assert {row: CANNOT_BE_PLAYED[row] for row in tested & set(CANNOT_BE_PLAYED)} == {}
    assert tested <= set(ROWS)


def _rows_of(file: Path) -> set[int]:
    names = NAMED.findall(file.read_text(encoding="utf-8"))
    return {int(row) for name in names for row in name.strip("_").split("_")}
