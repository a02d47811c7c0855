"""Calls of a case by when they left: who is to be rung now had all her calls of former days read, to count those of today."""

from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_calls_of_case", "calls", ["case_id", "sent_at"])
    op.drop_index("ix_calls_case_id", "calls")
