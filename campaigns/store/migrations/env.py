"""Runs alembic's migrations against the database that campaigns/store/migrate.py names."""

from alembic import context
from sqlalchemy import create_engine

from campaigns.store.tables import Table

engine = create_engine(context.config.attributes["url"])
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Table.metadata, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
