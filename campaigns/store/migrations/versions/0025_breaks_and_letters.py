"""An operator's own minutes of breaks, and whether somebody reads all Urdu in Nastaliq."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("operators", sa.Column("break_minutes", JSONB(), nullable=False, server_default="{}"))
    op.add_column("users", sa.Column("nastaliq", sa.Boolean(), nullable=False, server_default=sa.false()))
