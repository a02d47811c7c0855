"""The migrations make exactly the tables of the code, from one head, and know when they are behind."""

import re
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from campaigns.store.migrate import is_current, migrate, migrations
from campaigns.store.tables import Table
from workers.embedded.postgres import Postgres


def test_there_is_one_newest_migration() -> None:
    assert len(ScriptDirectory.from_config(migrations("")).get_heads()) == 1


def test_a_migration_keeps_its_own_text_so_that_it_makes_the_same_for_ever() -> None:
    """But for the wall and the keys checked once a statement, which say themselves that they never change."""
    folder = Path(ScriptDirectory.from_config(migrations("")).versions)
    taken = {
        name for file in folder.glob("*.py") for name in re.findall(r"^from (campaigns\S+)", file.read_text(), re.M)
    }
    assert taken == {"campaigns.store.walls", "campaigns.store.keys_at_once"}


def test_migrations_and_tables_agree(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
        differences = compare_metadata(context, Table.metadata)
    engine.dispose()
    assert differences == []


def test_a_migrated_database_is_current_and_migrating_again_is_harmless(database_url: str) -> None:
    assert is_current(database_url)
    migrate(database_url)
    assert is_current(database_url)


def test_a_new_database_is_not_current(database_url: str, postgres: Postgres) -> None:
    empty = database_url.split("?")[0].rsplit("/", 1)[1] + "_empty"
    admin = create_engine(postgres.url("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {empty} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {empty}"))
        assert not is_current(postgres.url(empty))
        connection.execute(text(f"DROP DATABASE {empty} WITH (FORCE)"))
    admin.dispose()
