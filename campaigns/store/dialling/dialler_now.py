"""What the dialler has to work with now, besides a campaign's own people and agents: lines, and whether it runs at all.

Lines are everybody's: to be read in a transaction that sees all departments, and only as a number.
"""

from dataclasses import dataclass
from datetime import datetime

from campaigns.rules.carrier.limits import Measure, lines_now
from campaigns.store.calls.carriers import carrier_slowdown, lines_taken
from campaigns.store.leader import DIALLER, somebody_leads
from campaigns.store.session import Session


@dataclass(frozen=True)
class DiallerNow:
    """How many lines the phone company gives us, how many are taken, and whether a dialler was seen."""

    lines: int
    taken: int
    leads: bool
    starts: bool = False  # everything was started so lately that it may not lead yet


def dialler_now(session: Session, carrier: str, *, lines: int, now: datetime) -> DiallerNow:
    """Return what the dialler has now; `lines`: as the settings say, before the phone company slowed us down."""
    given = lines_now(lines, carrier_slowdown(session, carrier, Measure.AT_ONCE), now=now)
    return DiallerNow(given, lines_taken(session, carrier).lines, somebody_leads(session, DIALLER))
