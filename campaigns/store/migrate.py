"""Brings a database to the newest migration, and tells how far it is."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine


def migrations(url: str) -> Config:
    """Return alembic's configuration for a database; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["url"] = url
    return config


def migrate(url: str) -> None:
    """Apply every migration that is missing."""
    command.upgrade(migrations(url), "head")


def is_current(url: str) -> bool:
    """Tell whether the database stands at the newest migration."""
    head = ScriptDirectory.from_config(migrations(url)).get_current_head()
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() == head
    finally:
        engine.dispose()
