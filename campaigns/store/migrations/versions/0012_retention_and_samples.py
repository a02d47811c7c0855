"""The end of a list's retention, holds on it, samples that go on in a newer version, do-not-call files in chunks."""

import sqlalchemy as sa
from alembic import op

from campaigns.store.walls import APP_ROLE, raise_wall

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("lists", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("lists", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("lists", sa.Column("erased_to", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "list_holds",
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_by", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_list_holds_department_id")),
        sa.ForeignKeyConstraint(["list_id"], ["lists.id"], name=op.f("fk_list_holds_list_id")),
        sa.ForeignKeyConstraint(["held_by"], ["users.id"], name=op.f("fk_list_holds_held_by")),
        sa.ForeignKeyConstraint(["lifted_by"], ["users.id"], name=op.f("fk_list_holds_lifted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_holds")),
    )
    op.create_index(op.f("ix_list_holds_department_id"), "list_holds", ["department_id"])
    op.create_index(
        "uq_list_holds_one_stands",
        "list_holds",
        ["list_id"],
        unique=True,
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.add_column("list_samples", sa.Column("follows_id", sa.Uuid(), nullable=True))
    op.add_column("list_samples", sa.Column("round", sa.Integer(), nullable=False, server_default="1"))
    op.create_foreign_key(op.f("fk_list_samples_follows_id"), "list_samples", "list_samples", ["follows_id"], ["id"])
    op.create_table(
        "framed_rows",
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("stratum", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["lists.id"], name=op.f("fk_framed_rows_list_id")),
        sa.PrimaryKeyConstraint("list_id", "row", name=op.f("pk_framed_rows")),
    )
    op.alter_column("uploads", "campaign_id", nullable=True)
    op.add_column("uploads", sa.Column("do_not_call_file_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_uploads_do_not_call_file_id"), "uploads", "do_not_call_files", ["do_not_call_file_id"], ["id"]
    )
    op.create_index(
        "uq_uploads_one_of_a_do_not_call_file",
        "uploads",
        ["department_id", "mark"],
        unique=True,
        postgresql_where=sa.text("campaign_id IS NULL AND do_not_call_file_id IS NULL"),
    )
    for table in ("list_holds", "framed_rows"):
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}")
        for statement in raise_wall(table):
            op.execute(statement)
