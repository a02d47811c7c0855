"""An answer knows at which taking of her desk it was given: one that waited at a computer left behind is no newer than it was."""

from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE agent_sessions ADD COLUMN taking bigint NOT NULL DEFAULT 0",
    "ALTER TABLE answers ADD COLUMN taking bigint NOT NULL DEFAULT 0",
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Data may need what this migration allows."""
    raise NotImplementedError
