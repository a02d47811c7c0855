"""Newer versions of lists, and the sheets of one workbook as lists of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("lists", sa.Column("replaces_id", sa.Uuid(), nullable=True))
    op.add_column("lists", sa.Column("withdraws_missing", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_foreign_key(op.f("fk_lists_replaces_id"), "lists", "lists", ["replaces_id"], ["id"])
    op.drop_index("uq_lists_one_file_per_campaign", table_name="lists")
    op.create_index(
        "uq_lists_one_file_per_campaign",
        "lists",
        ["campaign_id", "sha256", "sheet"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("status NOT IN ('withdrawn', 'replaced')"),
    )
