"""Who spoke on a call, as its answers tell; shared by whoever settles a call."""

from campaigns.store.desk.talks import talk_of
from campaigns.store.session import Session
from campaigns.store.tables import Call


def note_who_spoke(session: Session, call: Call) -> None:
    """Keep on a locked call who picked up, which member of the family, and whether the person herself was reached."""
    talk = talk_of(session, call.id)
    if talk is None or talk.script is None:
        return
    path = talk.script.path(talk.answers)
    call.answered_by, call.relation = path.answered_by, path.relation
    call.confirmed = path.confirmed if path.answered_by else None  # nothing was asked: nothing is known
