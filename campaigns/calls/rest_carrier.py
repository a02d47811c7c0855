"""Leaves a carrier alone for a while before it is asked for a call: it does not answer, or its clock is not ours."""

import logging
from datetime import datetime, timedelta

from campaigns.rules.carrier.breaker import NEEDS_A_PERSON, Rest, Trouble
from campaigns.store.calls.carriers import lock_carrier, save_carrier_rest, tell_ready_agents
from campaigns.store.dialling.dialling_campaigns import dialling_campaigns
from campaigns.store.session import EVERYTHING, Database, tell

log = logging.getLogger(__name__)


def rest_carrier(db: Database, carrier: str, trouble: Trouble, *, length: timedelta, now: datetime) -> None:
    """Keep why nobody is dialled, for the pages; a longer rest that has begun stays as it is."""
    level = logging.ERROR if trouble in NEEDS_A_PERSON else logging.WARNING
    log.log(level, "dialling_waits_for_carrier", extra={"because": trouble.value})
    with db.transaction(EVERYTHING) as session:
        lock_carrier(session, carrier)
        save_carrier_rest(session, carrier, Rest(trouble, now, now + length, 1))
        for wish in dialling_campaigns(session, carrier):
            tell(session, f"floor:{wish.campaign_id}")
        tell_ready_agents(session)
