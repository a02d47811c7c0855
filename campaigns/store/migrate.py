"""Brings a database to the newest migration, and tells how far it is."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from campaigns.store.other_shapes import OtherShapeError, Shape, shape_of


def migrations(url: str) -> Config:
    """Return alembic's configuration for a database; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["url"] = url
    return config


def migrate(url: str) -> None:
    """Apply every migration that is missing.

    Raises:
        OtherShapeError: it has migrations of which this program knows nothing.
    """
    if shape_of(url) is Shape.NEWER:
        raise OtherShapeError(None, LookupError("a migration that is not here"), Shape.NEWER)
    command.upgrade(migrations(url), "head")


def is_current(url: str) -> bool:
    """Tell whether the database stands at the newest migration."""
    return shape_of(url) is Shape.SAME
