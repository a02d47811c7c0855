"""What a page needs to tell an account without going through its rows: how the rows of lists under review stand."""

import sqlalchemy as sa
from alembic import op

from campaigns.store.walls import APP_ROLE, raise_wall

revision = "0035"
down_revision = "0033"
branch_labels = None
depends_on = None

TABLES = ("review_totals", "review_counts")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "review_totals",
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Text(), nullable=False),
        sa.Column("ending", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("list_id", "area_id", "ending", "detail", name=op.f("pk_review_totals")),
    )
    op.create_table(
        "review_counts",
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("counted_from", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("list_id", name=op.f("pk_review_counts")),
    )
    for table in TABLES:
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}")
        for statement in raise_wall(table):
            op.execute(statement)
