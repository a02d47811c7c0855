"""Basis and samples."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from campaigns.store.walls import GRANTS, raise_wall

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "list_lawful_bases",
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("order_date", sa.Date(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.Column("notices", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_list_lawful_bases_department_id")),
        sa.ForeignKeyConstraint(["list_id"], ["lists.id"], name=op.f("fk_list_lawful_bases_list_id")),
        sa.ForeignKeyConstraint(["noted_by"], ["users.id"], name=op.f("fk_list_lawful_bases_noted_by")),
        sa.PrimaryKeyConstraint("list_id", "version", name=op.f("pk_list_lawful_bases")),
    )
    op.create_table(
        "list_samples",
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("shares", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("per_cent", sa.Numeric(), nullable=True),
        sa.Column("sizes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at_least", sa.Integer(), nullable=False),
        sa.Column("strata", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("frame", sa.Text(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_by", sa.Uuid(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_list_samples_department_id")),
        sa.ForeignKeyConstraint(["list_id"], ["lists.id"], name=op.f("fk_list_samples_list_id")),
        sa.ForeignKeyConstraint(["drawn_by"], ["users.id"], name=op.f("fk_list_samples_drawn_by")),
        sa.ForeignKeyConstraint(["dropped_by"], ["users.id"], name=op.f("fk_list_samples_dropped_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_samples")),
    )
    op.create_table(
        "drawn_rows",
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("stratum", sa.Text(), nullable=False),
        sa.Column("weight", sa.Numeric(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["lists.id"], name=op.f("fk_drawn_rows_list_id")),
        sa.PrimaryKeyConstraint("list_id", "row", name=op.f("pk_drawn_rows")),
    )
    for table in ("list_lawful_bases", "list_samples"):
        op.create_index(op.f(f"ix_{table}_department_id"), table, ["department_id"])
    op.create_index(op.f("ix_list_samples_list_id"), "list_samples", ["list_id"])
    op.create_index(
        "uq_list_samples_one_stands",
        "list_samples",
        ["list_id"],
        unique=True,
        postgresql_where=sa.text("dropped_at IS NULL"),
    )
    op.add_column("cases", sa.Column("weight", sa.Numeric(), server_default="1", nullable=False))
    for statement in GRANTS:
        op.execute(statement)
    for table in ("list_lawful_bases", "list_samples", "drawn_rows"):
        for statement in raise_wall(table):
            op.execute(statement)
