"""A campaign may call from another number, and who rings back the earlier one is still known."""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.execute("ALTER TABLE campaigns ADD COLUMN earlier_caller_ids text[] NOT NULL DEFAULT '{}'")


def downgrade() -> None:
    """Data may need what this migration allows."""
    raise NotImplementedError
