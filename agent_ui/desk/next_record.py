"""In preview mode the next record comes in the very answer to what made the agent free: nobody waits for the dialler.

No record is taken before she is free. One taken ahead would keep its person and phone from everybody else for the whole
of a talk, and lie on a PC that others use, to save one way to the server; so it is in nobody's hands but hers, from the
moment in which she sees it, and a pause, a silent desk and the end of the time to read give it back as ever.
"""

import logging
from datetime import datetime

from agent_ui.desk.acting import Act
from agent_ui.house import house
from campaigns.hand_out_calls import Limits, hand_out_calls
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.refusals import Refusal
from campaigns.save_answer import Saved
from campaigns.store.session import DatabaseAway, Scope
from campaigns.store.tables import AgentSession, Campaign

log = logging.getLogger(__name__)


def then_next_record(doing: Act) -> Act:
    """Do something that may leave an agent free, and hand her the next record at once where she reads before she calls."""

    def done(agent: AgentSession, now: datetime) -> Refusal | Saved | None:
        came_of_it = doing(agent, now)
        if came_of_it is None and _waits_for_record(agent):
            _hand_out(agent, now)
        return came_of_it

    return done


def _waits_for_record(agent: AgentSession) -> bool:
    with house().db.transaction(Scope(agent.department_id)) as session:
        if session.get_one(Campaign, agent.campaign_id).mode is not DialMode.PREVIEW:
            return False
        return session.get_one(AgentSession, agent.id).status is AgentStatus.READY


def _hand_out(agent: AgentSession, now: datetime) -> None:
    """What breaks here must not undo what she has done: the dialler hands out a moment later."""
    own = house()
    limits = Limits(own.telephony.name, own.settings.concurrent_calls, own.desk_silence)
    try:
        hand_out_calls(own.db, agent.campaign_id, limits, now=now)
    except DatabaseAway:
        raise
    except Exception as error:
        log.error("record_not_handed", extra={"campaign_id": str(agent.campaign_id)}, exc_info=error)
