"""In preview mode the next record comes in the very answer to what made the agent free: nobody waits for the dialler.

No record is taken before she is free. One taken ahead would keep its person and phone from everybody else for the whole
of a talk, and lie on a PC that others use, to save one way to the server; so it is in nobody's hands but hers, from the
moment in which she sees it, and a pause, a silent desk and the end of the time to read give it back as ever.
"""

import logging

from agent_ui.desk.at_desk import desk_now
from agent_ui.house import house
from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.campaign_states import DialMode
from campaigns.store.desk.desk import DeskState
from campaigns.store.session import DatabaseAway
from campaigns.store.tables import AgentSession

log = logging.getLogger(__name__)


def desk_with_next_record(agent: AgentSession) -> DeskState:
    """Return what a desk shows now; where she is free and reads before she calls, with the next record."""
    state = desk_now(agent)
    if state.work.campaign.mode is not DialMode.PREVIEW or state.agent.status is not AgentStatus.READY:
        return state
    _hand_out(agent)
    return desk_now(agent)


def _hand_out(agent: AgentSession) -> None:
    """What breaks here must not undo what she has done: the dialler hands out a moment later."""
    own = house()
    limits = Limits(own.telephony.name, own.settings.concurrent_calls, own.desk_silence)
    try:
        hand_out_calls(own.db, agent.campaign_id, limits, now=own.now())
    except DatabaseAway:
        raise
    except Exception as error:
        log.error("record_not_handed", extra={"campaign_id": str(agent.campaign_id)}, exc_info=error)
