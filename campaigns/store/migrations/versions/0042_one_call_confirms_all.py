"""All problems of a person that are called solved are confirmed on one call; each had a call of its own."""

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

STATEMENTS = (
    "DROP INDEX uq_referrals_one_confirmation",
    "CREATE INDEX ix_referrals_confirming ON referrals (case_id) WHERE status = 'confirming'",
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Data may need what this migration allows."""
    raise NotImplementedError
