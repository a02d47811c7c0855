"""The decisions of the dialler minute by minute, as the chart and the table of the decisions page show them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from agent_ui.floor.decision_words import Kind, decision_in_words, is_part, kind_of
from campaigns.store.dialling.dial_decisions import DecidedInMinute

SHOWN: Final = 60  # minutes in the chart
MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Bar:
    """The decisions of one kind in one minute, standing on those of the kind before; as high as the chart is 1."""

    kind: Kind
    minute: int
    top: float  # from above
    height: float


@dataclass(frozen=True)
class Chart:
    """The last hour; `most` is what the highest column stands for, `times` stand below every tenth minute."""

    bars: Sequence[Bar]
    times: Sequence[datetime]
    totals: dict[Kind, int]
    most: int
    width: int = SHOWN


@dataclass(frozen=True)
class ReasonLine:
    """One reason of the table: how often in the last five minutes, the last hour, and since midnight."""

    kind: Kind
    is_part: bool  # of the line of all calls placed
    says: str
    five_minutes: int
    hour: int
    today: int


def chart(decided: Sequence[DecidedInMinute], *, now: datetime) -> Chart:
    """Return the bars of the last sixty minutes, the present one at the end."""
    first = now.replace(second=0, microsecond=0) - (SHOWN - 1) * MINUTE
    cases = Counter[tuple[int, Kind]]()
    for one in decided:
        if one.minute >= first and not is_part(one.because):
            cases[(one.minute - first) // MINUTE, kind_of(one.because)] += one.cases
    columns = range(SHOWN)
    most = max([1, *(sum(cases[place, kind] for kind in Kind) for place in columns)])
    bars = [bar for place in columns for bar in _column(cases, place, most)]
    times = [first + place * MINUTE for place in range(0, SHOWN, 10)]
    return Chart(bars, times, {kind: sum(cases[place, kind] for place in columns) for kind in Kind}, most)


def _column(cases: Counter[tuple[int, Kind]], place: int, most: int) -> Iterator[Bar]:
    top = 1.0
    for kind in Kind:
        if height := cases[place, kind] / most:
            top -= height
            yield Bar(kind, place, round(top, 3), round(height, 3))


def reasons(decided: Sequence[DecidedInMinute], *, now: datetime) -> list[ReasonLine]:
    """Return each reason with its counts, calls placed first, then the most frequent of today."""
    order, words = list(Kind), {one.because for one in decided}
    lines = [
        ReasonLine(
            kind_of(because),
            is_part(because),
            decision_in_words(because),
            _since(decided, because, now - 5 * MINUTE),
            _since(decided, because, now - 60 * MINUTE),
            _since(decided, because, datetime.min.replace(tzinfo=now.tzinfo)),
        )
        for because in words
    ]
    return sorted(lines, key=lambda line: (order.index(line.kind), line.is_part, -line.today, line.says))


def _since(decided: Sequence[DecidedInMinute], because: str, since: datetime) -> int:
    return sum(one.cases for one in decided if one.because == because and one.minute >= since)
