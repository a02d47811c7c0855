"""Says a short message on the line of a call that a machine has answered, then hangs up."""

import logging
from typing import Final
from uuid import UUID

from campaigns.rules.call_states import CallStatus
from campaigns.rules.carrier.notices import machine_message
from campaigns.rules.outcomes import Outcome
from campaigns.shared.spoken_notices import spoken_notice
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Call
from campaigns.telephony.failures import TelephonyError
from campaigns.telephony.port import Telephony

log = logging.getLogger(__name__)
GREETING: Final = 8  # seconds that a machine's greeting still takes after the carrier has told it from a person


def leave_message(db: Database, call_id: UUID, *, telephony: Telephony) -> None:
    """Let the carrier say it. Twice is harmless: the second one begins the message again."""
    with db.transaction(EVERYTHING) as session:
        call = session.get(Call, call_id)
        if call is None or call.status is CallStatus.ENDED or call.outcome is not Outcome.MACHINE:
            return
        message = spoken_notice(session, call, machine_message, after_seconds=GREETING)
        carrier_call_id = call.carrier_call_id
    if carrier_call_id is None:
        return
    try:
        telephony.say_to(carrier_call_id, message)
    except TelephonyError as failure:  # the line is ended by upkeep
        facts = {"call_id": str(call_id), "http_status": failure.http_status}
        log.warning("message_not_left", extra=facts)
