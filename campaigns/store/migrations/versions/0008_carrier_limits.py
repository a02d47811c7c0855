"""What a carrier still takes, pauses of single caller numbers, and what a campaign does with answering machines."""

import sqlalchemy as sa
from alembic import op

from campaigns.store.walls import APP_ROLE

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("carrier_pauses", sa.Column("caller_id", sa.Text(), nullable=False, server_default=""))
    op.add_column("carrier_pauses", sa.Column("trips", sa.Integer(), nullable=False, server_default="1"))
    op.drop_constraint("pk_carrier_pauses", "carrier_pauses", type_="primary")
    op.create_primary_key(op.f("pk_carrier_pauses"), "carrier_pauses", ["carrier", "caller_id"])
    op.create_table(
        "carrier_slowdowns",
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("carrier", "measure", name=op.f("pk_carrier_slowdowns")),
    )
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON carrier_slowdowns TO {APP_ROLE}")
    op.add_column("campaigns", sa.Column("machines", sa.Text(), nullable=False, server_default="ignore"))
