"""Lets supervisors out of calls that are over, whose page has died, or whose own leg has fallen or never came."""

import logging
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from campaigns.rules.call_states import CallStatus
from campaigns.rules.floor.supervision import Left
from campaigns.store.desk.listenings import leave_call, legs_to_hang_up, lock_listening, stale_listenings
from campaigns.store.session import EVERYTHING, Database
from campaigns.telephony.failures import NotFound, TelephonyError
from campaigns.telephony.port import Telephony

log = logging.getLogger(__name__)
COMES_WITHIN: Final = timedelta(seconds=90)  # a phone that rings is picked up by then


def end_stale_listenings(db: Database, *, telephony: Telephony, silence: timedelta, now: datetime) -> int:
    """Return how many were ended; the carrier is asked about the legs of the others."""
    with db.transaction(EVERYTHING) as session:
        found = stale_listenings(session, heard_before=now - silence, begun_before=now - COMES_WITHIN)
        left_up = legs_to_hang_up(session)
    for listening_id, still_up in left_up.items():
        _hang_up(db, listening_id, still_up, telephony)
    ended = 0
    for listening_id, because, leg in found:
        because = because or (Left.LEG_FELL if leg and _is_over(telephony, leg) else None)
        if because is not None:
            _end(db, listening_id, because, now=now)
            ended += 1
    return ended


def _end(db: Database, listening_id: UUID, because: Left, *, now: datetime) -> None:
    log.warning("listening_freed", extra={"listening_id": str(listening_id), "because": because.value})
    with db.transaction(EVERYTHING) as session:
        if listening := lock_listening(session, listening_id):
            leave_call(session, listening, because, at=now)


def _hang_up(db: Database, listening_id: UUID, leg: str, telephony: Telephony) -> None:
    """Nobody who has left may be heard by the agent's next person: a lost bell is rung here."""
    try:
        telephony.end_call(leg)
    except TelephonyError as failure:
        facts = {"listening_id": str(listening_id), "http_status": failure.http_status}
        log.warning("listener_leg_not_ended", extra=facts)
        return
    with db.transaction(EVERYTHING) as session:
        if listening := lock_listening(session, listening_id):
            listening.leg_call_id = None


def _is_over(telephony: Telephony, leg: str) -> bool:
    try:
        return telephony.get_call(leg).status is CallStatus.ENDED
    except NotFound:
        return True
    except TelephonyError:
        return False  # nobody knows; asked again
