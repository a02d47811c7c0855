"""What desks keep and send later counts once; which browser tab holds a desk, how much it keeps, and an agent's own keys."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from campaigns.store.walls import APP_ROLE, raise_wall

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "desk_entries",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("refused_because", sa.Text(), nullable=True),
        sa.Column("body", JSONB(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_desk_entries_call_id_calls")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_desk_entries_department_id_departments")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_desk_entries_user_id_users")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_desk_entries")),
    )
    op.create_index(op.f("ix_desk_entries_call_id"), "desk_entries", ["call_id"])
    op.create_index(op.f("ix_desk_entries_department_id"), "desk_entries", ["department_id"])
    op.create_index(
        "ix_desk_entries_refused",
        "desk_entries",
        ["at"],
        postgresql_where=sa.text("refused_because IS NOT NULL AND read_at IS NULL"),
    )
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON desk_entries TO {APP_ROLE}")
    for statement in raise_wall("desk_entries"):
        op.execute(statement)
    op.add_column("agent_sessions", sa.Column("tab", sa.Text(), nullable=True))
    op.add_column("agent_sessions", sa.Column("kept", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("users", sa.Column("desk_keys", JSONB(), nullable=False, server_default="{}"))
