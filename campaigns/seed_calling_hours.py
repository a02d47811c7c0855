"""Puts the shipped calling hours in place where a jurisdiction has none; an administrator's rows are left alone."""

from campaigns.rules.calling_hours import SHIPPED
from campaigns.store.campaigns import save_shipped_hours
from campaigns.store.session import EVERYTHING, Database


def seed_calling_hours(db: Database) -> None:
    """Insert the shipped row of each jurisdiction that has no row at all."""
    with db.transaction(EVERYTHING) as session:
        for jurisdiction, (row, source) in SHIPPED.items():
            save_shipped_hours(session, jurisdiction, row, source)
