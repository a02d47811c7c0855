"""An agent chooses her own keys; they hold at whatever computer she works."""

from typing import Any
from uuid import UUID

from campaigns.rules.desk.desk_keys import read_desk_keys
from campaigns.rules.refusals import Refusal
from campaigns.store.session import NOBODY, Database
from campaigns.store.users import lock_user


def choose_desk_keys(db: Database, user_id: UUID, written: Any) -> Refusal | None:
    """Keep her choice."""
    match read_desk_keys(written):
        case Refusal() as refusal:
            return refusal
        case chosen:
            with db.transaction(NOBODY) as session:
                person = lock_user(session, user_id)
                if person is not None:
                    person.desk_keys = chosen
            return None
