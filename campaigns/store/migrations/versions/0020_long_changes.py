"""Changes of so many rows of a list that a worker makes them: who asked, how far it is, what came of it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from campaigns.store.walls import APP_ROLE, raise_wall

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "long_changes",
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("wish", JSONB(), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("begun_at", MOMENT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("rows_expected", sa.Integer(), nullable=True),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("result", JSONB(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["lists.id"], name=op.f("fk_long_changes_list_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name=op.f("fk_long_changes_asked_by")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_long_changes_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_long_changes")),
    )
    op.create_index(op.f("ix_long_changes_department_id"), "long_changes", ["department_id"])
    op.create_index(
        "uq_long_changes_one_open",
        "long_changes",
        ["list_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "long_change_parts",
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["long_changes.id"], name=op.f("fk_long_change_parts_change_id")),
        sa.PrimaryKeyConstraint("change_id", "part", name=op.f("pk_long_change_parts")),
    )
    for table, rights in (("long_changes", "SELECT, INSERT, UPDATE"), ("long_change_parts", "SELECT, INSERT, DELETE")):
        op.execute(f"GRANT {rights} ON {table} TO {APP_ROLE}")
        for statement in raise_wall(table):
            op.execute(statement)
