"""What was written of a referral can be erased, at the end of its list's time; its steps still only grow."""

from alembic import op

from campaigns.store.walls import APP_ROLE

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.execute(f"GRANT UPDATE (note) ON referral_moves TO {APP_ROLE}")
