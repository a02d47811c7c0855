"""Says a short message on the line of a call that a machine has answered, then hangs up."""

import logging
from typing import Final
from uuid import UUID

from campaigns.rules.call_states import CallStatus
from campaigns.rules.carrier.notices import Caller, machine_message
from campaigns.rules.outcomes import Outcome
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import Call, Campaign, Case, Department
from campaigns.telephony.failures import TelephonyError
from campaigns.telephony.port import SayAndHangUp, Telephony

log = logging.getLogger(__name__)
GREETING: Final = 8  # seconds that a machine's greeting still takes after the carrier has told it from a person


def leave_message(db: Database, call_id: UUID, *, telephony: Telephony) -> None:
    """Let the carrier say it. Twice is harmless: the second one begins the message again."""
    with db.transaction(EVERYTHING) as session:
        call = session.get(Call, call_id)
        if call is None or call.status is CallStatus.ENDED or call.outcome is not Outcome.MACHINE:
            return
        message, carrier_call_id = _message(session, call), call.carrier_call_id
    if carrier_call_id is None:
        return
    try:
        telephony.say_to(carrier_call_id, message)
    except TelephonyError as failure:  # the line is ended by upkeep
        facts = {"call_id": str(call_id), "http_status": failure.http_status}
        log.warning("message_not_left", extra=facts)


def _message(session: Session, call: Call) -> SayAndHangUp:
    campaign = session.get_one(Campaign, call.campaign_id)
    department = session.get_one(Department, call.department_id).name
    caller = Caller(department, call.caller_id)
    language = session.get_one(Case, call.case_id).language
    text, spoken = machine_message([language, *campaign.languages], caller)
    return SayAndHangUp(text, spoken, after_seconds=GREETING)
