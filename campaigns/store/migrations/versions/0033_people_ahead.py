"""A note of whose people a second connection stores beside an approval, so that none of one that dies is left."""

import sqlalchemy as sa
from alembic import op

from campaigns.store.walls import APP_ROLE, raise_wall

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "people_ahead",
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["lists.id"], name=op.f("fk_people_ahead_list_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_people_ahead_department_id")),
        sa.PrimaryKeyConstraint("list_id", name=op.f("pk_people_ahead")),
    )
    op.create_index(op.f("ix_people_ahead_department_id"), "people_ahead", ["department_id"])
    op.execute(f"GRANT SELECT, INSERT, DELETE ON people_ahead TO {APP_ROLE}")
    for statement in raise_wall("people_ahead"):
        op.execute(statement)
