"""An agent says that she has read what her supervisor wrote to her."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from agent_ui.desk.acting import act
from agent_ui.desk.asked import asked
from agent_ui.sign_in.access import allow
from campaigns.desk.read_desk_message import read_desk_message
from campaigns.rules.roles import Role
from campaigns.store.session import Database
from campaigns.store.tables import AgentSession

messages = Blueprint("desk_messages", __name__, url_prefix="/desk")


@messages.post("/message-read")
@allow(Role.AGENT)
def message_read() -> ResponseReturnValue:
    """Note that she has read a message."""
    try:
        message_id = UUID(str(asked().get("message_id")))
    except ValueError:
        abort(400)

    def note(db: Database, agent: AgentSession, now: datetime) -> None:
        read_desk_message(db, agent.id, message_id, now=now)

    return act(note)
