"""Who spoke on a call, as its answers tell; shared by whoever settles a call."""

from campaigns.store.answers import answers_of_call
from campaigns.store.call_scripts import script_of_call
from campaigns.store.session import Session
from campaigns.store.tables import Call


def note_who_spoke(session: Session, call: Call) -> None:
    """Keep on a locked call who picked up, which member of the family, and whether the person herself was reached."""
    script = script_of_call(session, call.id)
    if script is None:
        return
    path = script.path(answers_of_call(session, call.id))
    call.answered_by, call.relation = path.answered_by, path.relation
    call.confirmed = path.confirmed if path.answered_by else None  # nothing was asked: nothing is known
