"""`raabta migrate`: brings the database to the newest shape."""

import os

import click

from campaigns.store.migrate import migrate as apply_migrations
from config import read_settings
from workers.environment import DATABASE, Home


@click.command()
def migrate() -> None:
    """Bring the database to the newest migration; doing it twice is harmless."""
    settings = read_settings()
    own = Home.of(os.environ).postgres()
    if settings.database_url != own.url(DATABASE):
        apply_migrations(settings.database_url)
    else:
        started = own.start()
        own.create(DATABASE)
        apply_migrations(settings.database_url)
        if started:
            own.stop()
    click.echo("The database is at the newest migration.")
