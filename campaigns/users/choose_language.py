"""Keeps the language in which a person reads Raabta."""

from uuid import UUID

from campaigns.store.session import NOBODY, Database
from campaigns.store.users import lock_user


def choose_language(db: Database, user_id: UUID, language: str) -> None:
    """Keep the chosen language with the person."""
    with db.transaction(NOBODY) as session:
        person = lock_user(session, user_id)
        if person is not None:
            person.interface_language = language
