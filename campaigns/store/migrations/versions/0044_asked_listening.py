"""What a supervisor asks the carrier for is on record before it is asked: its answer may be lost with our process."""

from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.execute("ALTER TABLE listenings ADD COLUMN asked text, ADD COLUMN asked_at timestamptz")


def downgrade() -> None:
    """Data may need what this migration allows."""
    raise NotImplementedError
