"""An agent refers a problem that she has heard to the officer who must solve it."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, abort, jsonify
from flask.typing import ResponseReturnValue

from agent_ui.desk.acting import act
from agent_ui.desk.asked import asked, asked_call, asked_key
from agent_ui.desk.at_desk import desk_of_user
from agent_ui.house import house
from agent_ui.sign_in.access import allow
from campaigns.referrals.refer_problem import LONGEST_NOTE, ReferralWish, refer_problem
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.referrals.referrals import categories_of
from campaigns.store.session import Database, Scope
from campaigns.store.tables import AgentSession

referring = Blueprint("desk_referring", __name__, url_prefix="/desk")


@referring.get("/referral-categories")
@allow(Role.AGENT)
def categories() -> ResponseReturnValue:
    """Give the problems that agents of this campaign may refer; the desk keeps them for when the link is down."""
    agent = desk_of_user() or abort(404)
    with house().db.transaction(Scope(agent.department_id)) as session:
        found = categories_of(session, agent.campaign_id)
    return jsonify(categories=[{"id": str(one.id), "names": one.names} for one in found])


@referring.post("/refer")
@allow(Role.AGENT)
def refer() -> ResponseReturnValue:
    """Open a referral; the same key again changes nothing."""
    wish = _wish()

    def keep(db: Database, agent: AgentSession, now: datetime) -> Refusal | None:
        return refer_problem(db, agent.id, wish, now=now)

    return act(keep)


def _wish() -> ReferralWish:
    note = asked().get("note") or ""
    if not isinstance(note, str) or len(note) > LONGEST_NOTE:
        abort(400)
    try:
        category = UUID(str(asked().get("category_id")))
    except ValueError:
        abort(400)
    return ReferralWish(asked_key(), asked_call(), category, note.replace("\x00", "").strip())
