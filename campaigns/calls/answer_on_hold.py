"""Decides what a person on hold hears: that her agent is with her again at once, or that the line is being mended."""

from uuid import UUID

from campaigns.rules.carrier.notices import waiting_notice
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Call, Campaign, Case
from campaigns.telephony.holding import KeepHolding

SILENCE = 8  # seconds between two sentences


def answer_on_hold(db: Database, call_id: UUID) -> KeepHolding | None:
    """Return what she hears, in her language; None where there is no such call."""
    with db.transaction(EVERYTHING) as session:
        call = session.get(Call, call_id)
        if call is None:
            return None
        languages = session.get_one(Campaign, call.campaign_id).languages
        hers = session.get_one(Case, call.case_id).language
        text, spoken = waiting_notice([hers, *languages], agent_lost=call.agent_lost_at is not None)
        return KeepHolding(call_id, text, spoken, SILENCE)
