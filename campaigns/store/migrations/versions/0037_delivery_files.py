"""Each file of a report that is sent by itself is tried on its own, so that a slow one holds back no other."""

import sqlalchemy as sa
from alembic import op

from campaigns.store.walls import APP_ROLE, raise_wall

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "delivery_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("arrived", sa.Boolean(), nullable=False, server_default="false"),
        _key("delivery_files", "department_id", "departments"),
        _key("delivery_files", "delivery_id", "report_deliveries"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_files")),
    )
    for column in ("department_id", "delivery_id"):
        op.create_index(op.f(f"ix_delivery_files_{column}"), "delivery_files", [column])
    op.create_index("ix_delivery_files_due", "delivery_files", ["due_at"], postgresql_where=sa.text("ended_at IS NULL"))
    op.add_column("delivery_tries", sa.Column("file_id", sa.Uuid(), nullable=True))
    op.add_column("delivery_tries", sa.Column("said", sa.Text(), nullable=False, server_default=""))
    op.create_foreign_key(
        op.f("fk_delivery_tries_file_id_delivery_files"), "delivery_tries", "delivery_files", ["file_id"], ["id"]
    )
    op.create_index(op.f("ix_delivery_tries_file_id"), "delivery_tries", ["file_id"])
    op.drop_column("report_deliveries", "tries")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON delivery_files TO {APP_ROLE}")
    for statement in raise_wall("delivery_files"):
        op.execute(statement)


def _key(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=op.f(f"fk_{table}_{column}_{parent}"))
