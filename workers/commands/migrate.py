"""`raabta migrate`: brings the database to the newest shape."""

import os

import click

from config import read_settings
from workers.environment import DATABASE, Home
from workers.newest_shape import bring_to_newest_shape


@click.command()
def migrate() -> None:
    """Bring the database to the newest shape: tables, areas, calling hours; doing it twice is harmless."""
    settings = read_settings()
    own = Home.of(os.environ).postgres()
    if settings.database_url != own.url(DATABASE):
        bring_to_newest_shape(settings)
    else:
        started = own.start()
        own.create(DATABASE)
        bring_to_newest_shape(settings)
        if started:
            own.stop()
    click.echo("The database is at the newest shape.")
