"""Practice calls, records passed over in preview mode, calls on hold or without their agent, and who asks for help."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from campaigns.store.walls import APP_ROLE, raise_wall

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
WALLED = ("practice_calls", "preview_skips")


def upgrade() -> None:
    """Apply."""
    op.add_column("campaigns", sa.Column("practice_calls", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("agent_sessions", sa.Column("asked_for_help_at", MOMENT, nullable=True))
    op.add_column("calls", sa.Column("held_at", MOMENT, nullable=True))
    op.add_column("calls", sa.Column("agent_lost_at", MOMENT, nullable=True))
    practice_calls()
    preview_skips()
    for table in WALLED:
        op.create_index(op.f(f"ix_{table}_department_id"), table, ["department_id"])
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}")
        for statement in raise_wall(table):
            op.execute(statement)


def practice_calls() -> None:
    op.create_table(
        "practice_calls",
        *owned("practice_calls"),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("script_version_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("persona", sa.Text(), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=False),
        sa.Column("hung_up_at", MOMENT, nullable=True),
        sa.Column("logged_at", MOMENT, nullable=True),
        sa.Column("given", JSONB(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("callback_at", MOMENT, nullable=True),
        sa.Column("read_back_seconds", sa.Integer(), nullable=True),
        sa.Column("points", JSONB(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        *keys("practice_calls", campaign_id="campaigns", user_id="users", script_version_id="script_versions"),
    )
    op.create_index(op.f("ix_practice_calls_campaign_id_user_id"), "practice_calls", ["campaign_id", "user_id"])
    unfinished = sa.text("logged_at IS NULL")
    op.create_index(
        "uq_practice_calls_one_open", "practice_calls", ["user_id"], unique=True, postgresql_where=unfinished
    )


def preview_skips() -> None:
    op.create_table(
        "preview_skips",
        *owned("preview_skips"),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        *keys("preview_skips", campaign_id="campaigns", call_id="calls", case_id="cases", user_id="users"),
        sa.UniqueConstraint("call_id", name=op.f("uq_preview_skips_call_id")),
    )
    op.create_index(op.f("ix_preview_skips_campaign_id_at"), "preview_skips", ["campaign_id", "at"])
    op.create_index(op.f("ix_preview_skips_case_id"), "preview_skips", ["case_id"])


def owned(table: str) -> list[sa.Column | sa.Constraint]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *keys(table, department_id="departments"),
    ]


def keys(table: str, **parents: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=op.f(f"fk_{table}_{column}_{parent}"))
        for column, parent in parents.items()
    ]
