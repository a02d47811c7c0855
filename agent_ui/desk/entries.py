"""What a desk sends from its box besides answers: outcomes, and with whom the talk goes on; each counts once, none is lost."""

from datetime import datetime
from typing import Final
from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue

from agent_ui.desk.acting import Act, act
from agent_ui.desk.asked import (
    asked,
    asked_call,
    asked_callback,
    asked_key,
    asked_note,
    asked_outcome,
    asked_person,
)
from agent_ui.desk.at_desk import desk_now
from agent_ui.desk.state_json import ended_with
from agent_ui.sign_in.access import allow
from campaigns.desk.hand_in_note import hand_in_note
from campaigns.desk.keep_refused_entry import keep_refused_entry
from campaigns.desk.log_outcome import log_outcome
from campaigns.rules.desk.desk_entries import EntryKind, RefusedEntry
from campaigns.rules.outcomes import Outcome, OutcomeWish
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.shared.given_answers import Saved
from campaigns.store.session import Database
from campaigns.store.tables import AgentSession

entries = Blueprint("desk_entries", __name__, url_prefix="/desk")
ON_HER_SCREEN: Final = frozenset(  # she mends these at once: nothing of what she gave is out of sight
    {
        "callback_time_missing",
        "callback_not_callable",
        "callback_after_end",
        "note_too_long",
        "outcome_unknown",
        "script_not_ended",
        "line_closed",
        "sharer_gone",
        "phone_opted_out",
    }
)


@entries.post("/outcome")
@allow(Role.AGENT)
def outcome() -> ResponseReturnValue:
    """Log what came of the call, with all its answers; the same key again changes nothing."""
    wish = asked_outcome()

    def keep(db: Database, agent: AgentSession, now: datetime) -> Refusal | None:
        return log_outcome(db, agent.id, wish, now=now)

    return act(or_kept(keep, EntryKind.OUTCOME, wish.key, wish.call_id))


@entries.post("/go-on")
@allow(Role.AGENT)
def go_on() -> ResponseReturnValue:
    """Go on with another person on the open line; what came of this one is what her answers say.

    Where they say that she is to be called later, the callback is promised with it.
    """
    key, call_id, case_id = asked_key(), asked_call(), asked_person()
    note, callback_at, mine = asked_note(), asked_callback(), asked().get("mine") is True

    def keep(db: Database, agent: AgentSession, now: datetime) -> Refusal | None:
        came_of_it = ended_with(desk_now(agent)) if agent.call_id == call_id else Outcome.CUT_OFF  # asked twice: once
        if came_of_it is None:
            return Refusal("script_not_ended", "Come to an ending of the script with this person first.")
        wish = OutcomeWish(key, call_id, came_of_it, note=note, callback_at=callback_at, mine=mine, then_case=case_id)
        return log_outcome(db, agent.id, wish, now=now)

    return act(or_kept(keep, EntryKind.GO_ON, key, call_id))


@entries.post("/note")
@allow(Role.AGENT)
def note() -> ResponseReturnValue:
    """Take in a note to a talk that left her desk while her computer was off: her supervisor can read it."""
    key, call_id, words = asked_key(), asked_call(), asked_note()

    def keep(db: Database, agent: AgentSession, _now: datetime) -> Refusal | None:
        return hand_in_note(db, agent.user_id, call_id, words)

    return act(or_kept(keep, EntryKind.NOTE, key, call_id))


def or_kept(doing: Act, kind: EntryKind, key: str, call_id: UUID) -> Act:
    """Do what an entry of a desk's box asks; what is refused for good is kept with its reason, for those who must know."""

    def done(db: Database, agent: AgentSession, now: datetime) -> Refusal | Saved | None:
        came_of_it = doing(db, agent, now)
        if isinstance(came_of_it, Refusal) and came_of_it.because not in ON_HER_SCREEN:
            body = {name: value for name, value in asked().items() if name not in ("key", "call_id", "taking")}
            entry = RefusedEntry(key, kind, call_id, came_of_it.because, body)
            keep_refused_entry(db, agent.user_id, entry, now=now)
        return came_of_it

    return done
