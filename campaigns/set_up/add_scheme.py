"""Adds a scheme to a department; one of that name stays the one that it is."""

from uuid import UUID

from campaigns.store.campaign_choices import department
from campaigns.store.organisations import note_scheme
from campaigns.store.session import Database, Scope


def add_scheme(db: Database, department_id: UUID, name: str) -> UUID:
    """Return the id of the department's scheme of that name."""
    with db.transaction(Scope(department_id)) as session:
        return note_scheme(session, department(session, department_id), name).id
