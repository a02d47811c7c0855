"""Rows of lists that nobody is called for, counted by place, so that a tier holds every row and not only people."""

import sqlalchemy as sa
from alembic import op

from campaigns.store.walls import APP_ROLE, open_tier, raise_wall

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

KEY = ("campaign_id", "area_id", "list_id", "ending", "detail")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "row_totals",
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Text(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("ending", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(*KEY, name=op.f("pk_row_totals")),
    )
    op.create_table(
        "row_counts",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_from", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_row_counts")),
    )
    for table in ("row_totals", "row_counts"):
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}")
        for statement in raise_wall(table):
            op.execute(statement)
    op.execute(open_tier("row_totals"))
    op.execute(  # when they were counted says nothing about anybody
        "CREATE POLICY own_tier ON row_counts FOR SELECT USING ("
        "department_id = (SELECT nullif(current_setting('raabta.tier_of', true), '')::uuid))"
    )
