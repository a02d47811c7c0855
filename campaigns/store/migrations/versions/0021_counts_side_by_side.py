"""Counters of answering hours stand in several rows, so that calls which end at once do not wait for each other."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLE = "answering_counts"
KEY = ["campaign_id", "level", "place", "part"]


def upgrade() -> None:
    """Apply."""
    op.add_column(TABLE, sa.Column("lane", sa.SmallInteger(), nullable=False, server_default="0"))
    op.drop_constraint("pk_answering_counts", TABLE)
    op.create_primary_key("pk_answering_counts", TABLE, [*KEY, "lane"])
