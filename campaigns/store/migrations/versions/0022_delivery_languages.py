"""A report that is sent by itself is written in the language of those who read it."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("report_deliveries", sa.Column("language", sa.Text(), nullable=False, server_default="en"))
