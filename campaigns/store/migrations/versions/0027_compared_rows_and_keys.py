"""How a long list compares with an older one, kept so that its pages need not compare anew; and the keys of its rows."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from campaigns.store.walls import APP_ROLE, raise_wall

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "list_comparisons",
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("older_id", sa.Uuid(), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("people", JSONB(), nullable=False),
        sa.Column("missing_open", sa.Integer(), nullable=False),
        sa.Column("met", JSONB(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["lists.id"], name=op.f("fk_list_comparisons_list_id")),
        sa.ForeignKeyConstraint(["older_id"], ["lists.id"], name=op.f("fk_list_comparisons_older_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_list_comparisons_department_id")),
        sa.PrimaryKeyConstraint("list_id", name=op.f("pk_list_comparisons")),
    )
    op.create_index(op.f("ix_list_comparisons_department_id"), "list_comparisons", ["department_id"])
    op.create_table(
        "compared_rows",
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("older_row", sa.Integer(), nullable=True),
        sa.Column("parts", ARRAY(sa.Text()), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("list_id", "change", "place", name=op.f("pk_compared_rows")),
    )
    op.create_table(
        "row_keys",
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("keys", ARRAY(sa.Integer()), nullable=False),
        sa.Column("rows", ARRAY(sa.Integer()), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("list_id", "part", name=op.f("pk_row_keys")),
    )
    for table in ("list_comparisons", "compared_rows", "row_keys"):
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}")
        for statement in raise_wall(table):
            op.execute(statement)
