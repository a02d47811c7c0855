"""Lets nobody be called while the carrier takes calls and its webhooks do not come: who answers would be joined to nobody."""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from campaigns.rules.carrier.breaker import UNHEARD_IN_A_ROW, Rest, Trouble, is_unheard, tripped
from campaigns.store.calls.carrier_hearing import heard_of_latest, last_heard
from campaigns.store.calls.carriers import (
    WHOLE_ACCOUNT,
    carrier_rest,
    forget_carrier_pause,
    lock_carrier,
    save_carrier_rest,
    tell_ready_agents,
)
from campaigns.store.dialling.dialling_campaigns import dialling_campaigns
from campaigns.store.session import EVERYTHING, Database, Session, tell

log = logging.getLogger(__name__)
LOOKS_BACK: Final = 12  # times as long as a webhook may take: an agent alone has three calls in that


def rest_unheard_carrier(db: Database, carrier: str, *, heard_within: timedelta, now: datetime) -> None:
    """Let a carrier rest whose latest calls nobody told of, and go on with the first webhook that comes again.

    After the rest one call tries (rules/carrier/breaker.py); where it is not heard of, a longer rest follows.
    """
    with db.transaction(EVERYTHING) as session:
        rest = carrier_rest(session, carrier, WHOLE_ACCOUNT)
        rests = rest if rest and rest.because == Trouble.NOT_HEARD else None
        since = now - LOOKS_BACK * heard_within
        if (
            rests
            and (last_heard(session, carrier, since=rests.since - LOOKS_BACK * heard_within) or since) > rests.since
        ):
            forget_carrier_pause(session, carrier)
            log.info("carrier_heard_again", extra={"carrier": carrier})
        elif (rests is None or rests.until <= now) and _is_unheard(session, carrier, rests, since, now - heard_within):
            lock_carrier(session, carrier)
            save_carrier_rest(session, carrier, tripped(rest, Trouble.NOT_HEARD, now=now))
            log.error("carrier_needs_a_person", extra={"because": Trouble.NOT_HEARD.value, "carrier": carrier})
        else:
            return
        for wish in dialling_campaigns(session, carrier):
            tell(session, f"floor:{wish.campaign_id}")
        tell_ready_agents(session)


def _is_unheard(session: Session, carrier: str, rests: Rest | None, since: datetime, until: datetime) -> bool:
    """Look at the latest calls; after a rest at the one that tries."""
    number, since = (1, rests.until) if rests else (UNHEARD_IN_A_ROW, since)
    latest = heard_of_latest(session, carrier, number=number, since=since, until=until)
    return is_unheard(latest, number=number, last_heard=partial(last_heard, session, carrier, since=since))
