"""Keeps the demo's people, whose password everybody can read here, from letting strangers in."""

import click

from campaigns.house import open_house
from campaigns.shared.passwords import check_password
from campaigns.store.session import NOBODY
from campaigns.store.users import user_by_sign_in
from config import Settings
from workers.demo.people import ADMIN, DEMO_PASSWORD, OFFICER, SUPERVISOR, agent_sign_in


def refuse_demo_people(settings: Settings) -> None:
    """Make sure that nobody signs in with the demo's password.

    Raises:
        click.ClickException: somebody does.
    """
    house = open_house(settings, pool_size=1)
    try:
        with house.db.transaction(NOBODY) as session:
            found = [user_by_sign_in(session, one) for one in (ADMIN, OFFICER, SUPERVISOR, agent_sign_in(1))]
        if any(one and one.active and check_password(one.password_hash, DEMO_PASSWORD) for one in found):
            raise click.ClickException(
                "The demo's people are in this database, and everybody knows their password: set RAABTA_HOME or "
                "DATABASE_URL to another place before others than this machine may reach the pages."
            )
    finally:
        house.close()
