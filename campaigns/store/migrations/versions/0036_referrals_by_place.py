"""Referrals by district and block, so that the report of either need not look at all of the nation."""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_referrals_by_place", "referrals", ["campaign_id", "district_id", "block_id"])
