"""Takes away the people whom an approval that died has left without a case."""

import logging

from campaigns.store.people.people_ahead import clear_people_ahead as clear_people
from campaigns.store.people.people_ahead import lock_departments_with_people_ahead
from campaigns.store.session import EVERYTHING, Database

log = logging.getLogger(__name__)


def clear_people_ahead(db: Database) -> None:
    """Clear each department in which no approval runs."""
    with db.transaction(EVERYTHING) as session:
        lists = sum(clear_people(session, each) for each in lock_departments_with_people_ahead(session))
    if lists:
        log.warning("people_of_died_approval_cleared", extra={"lists": lists})
