"""Who waits, in the order in which they come due, so that a floor need not look at millions who are due already."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    queued = sa.text("status IN ('waiting', 'callback')")
    op.create_index("ix_cases_waiting", "cases", ["campaign_id", "status", "due_at"], postgresql_where=queued)
