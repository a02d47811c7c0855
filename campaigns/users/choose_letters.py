"""Keeps in which letters a person reads Urdu and Kashmiri: Nastaliq for what is read out only, or for everything."""

from uuid import UUID

from campaigns.store.session import NOBODY, Database
from campaigns.store.users import lock_user


def choose_letters(db: Database, user_id: UUID, *, nastaliq: bool) -> None:
    """Keep the choice with the person."""
    with db.transaction(NOBODY) as session:
        person = lock_user(session, user_id)
        if person is not None:
            person.nastaliq = nastaliq
