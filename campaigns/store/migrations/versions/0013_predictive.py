"""How many may find nobody, how far talks have come, how calls are paced now, and the indexes that pacing reads by."""

import sqlalchemy as sa
from alembic import op

from campaigns.store.walls import APP_ROLE, raise_wall

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WALLED = ("call_steps", "campaign_paces")


def upgrade() -> None:
    """Apply."""
    op.add_column("campaigns", sa.Column("abandon_cap", sa.Float(), nullable=False, server_default="0.03"))
    op.add_column("campaigns", sa.Column("abandon_target", sa.Float(), nullable=False, server_default="0.01"))
    op.create_table(
        "call_steps",
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_call_steps_call_id_calls")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_call_steps_department_id_departments")
        ),
        sa.PrimaryKeyConstraint("call_id", "began_at", name=op.f("pk_call_steps")),
    )
    op.create_index(op.f("ix_call_steps_department_id"), "call_steps", ["department_id"])
    op.create_table(
        "campaign_paces",
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("languages", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_campaign_paces_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_campaign_paces_department_id_departments")
        ),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_campaign_paces")),
    )
    op.create_index(op.f("ix_campaign_paces_department_id"), "campaign_paces", ["department_id"])
    for table in WALLED:
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}")
        for statement in raise_wall(table):
            op.execute(statement)
    op.create_index("ix_call_moves_at", "call_moves", ["at"])
    op.create_index("ix_agent_session_moves_at", "agent_session_moves", ["at"])
    op.create_index(
        "ix_calls_abandoned", "calls", ["campaign_id", "intended_at"], postgresql_where=sa.text("abandoned")
    )
    op.create_index(
        "ix_cases_agent_reserved",
        "cases",
        ["campaign_id", "due_at"],
        postgresql_where=sa.text("needs_agent_reserved AND status IN ('waiting', 'callback')"),
    )
