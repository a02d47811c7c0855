"""Upkeep as tests do it: one look at the quiet calls, and a clock that somebody has confirmed."""

from datetime import datetime

from campaigns.calls.settle_quiet_calls import settle_quiet_calls
from campaigns.house import DESK_SILENCE
from campaigns.rules.carrier.unanswered import Unanswered
from campaigns.store.session import Database
from campaigns.telephony.port import Telephony


def sure() -> bool:
    """Whoever is asked has confirmed what time it is."""
    return True


def settle_quiet(
    db: Database,
    telephony: Telephony,
    at: datetime,
    *,
    clock_is_sure: bool = True,
    unanswered: Unanswered | None = None,
) -> int:
    """Look once at every call whose time has come; return how many there were."""
    return settle_quiet_calls(
        db,
        telephony=telephony,
        now=lambda: at,
        desk_silence=DESK_SILENCE,
        clock_is_sure=lambda: clock_is_sure,
        unanswered=unanswered or Unanswered(),
    )
