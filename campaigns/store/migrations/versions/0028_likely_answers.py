"""How likely each dial was to be answered, as the dialler reckoned it when it rang ahead of free agents."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("calls", sa.Column("likely", sa.Float(), nullable=True))
