"""The script version of each call and who answered it, a campaign's own outcomes, and outcomes that were taken back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from campaigns.store.walls import APP_ROLE, raise_wall

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("calls", sa.Column("script_version_id", sa.Uuid(), nullable=True))
    op.add_column("calls", sa.Column("answered_by", sa.Text(), nullable=True))
    op.add_column("calls", sa.Column("relation", sa.Text(), nullable=True))
    op.add_column("calls", sa.Column("confirmed", sa.Boolean(), nullable=True))
    op.create_foreign_key(
        op.f("fk_calls_script_version_id_script_versions"), "calls", "script_versions", ["script_version_id"], ["id"]
    )
    op.add_column("script_versions", sa.Column("saved_by", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_script_versions_saved_by_users"), "script_versions", "users", ["saved_by"], ["id"])
    op.add_column("campaigns", sa.Column("outcomes", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"))
    op.add_column("logged_outcomes", sa.Column("before", postgresql.JSONB(), nullable=True))
    op.create_table(
        "undone_outcomes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_undone_outcomes_call_id_calls")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_undone_outcomes_department_id_departments")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_undone_outcomes_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undone_outcomes")),
        sa.UniqueConstraint("key", name=op.f("uq_undone_outcomes_key")),
    )
    op.create_index(op.f("ix_undone_outcomes_call_id"), "undone_outcomes", ["call_id"])
    op.create_index(op.f("ix_undone_outcomes_department_id"), "undone_outcomes", ["department_id"])
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON undone_outcomes TO {APP_ROLE}")
    for statement in raise_wall("undone_outcomes"):
        op.execute(statement)
