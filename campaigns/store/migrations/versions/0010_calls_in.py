"""Calls that people make to us: their direction, what became of them, and the helpline that they are told."""

import sqlalchemy as sa
from alembic import op

from campaigns.store.walls import APP_ROLE, raise_wall

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("calls", sa.Column("direction", sa.Text(), nullable=False, server_default="out"))
    op.add_column("calls", sa.Column("crossed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("departments", sa.Column("helpline", sa.Text(), nullable=True))
    op.create_table(
        "calls_in",
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("carrier_call_id", sa.Text(), nullable=False),
        sa.Column("reception", sa.Text(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_calls_in_campaign_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_calls_in_case_id")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_calls_in_call_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_calls_in_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls_in")),
        sa.UniqueConstraint("carrier", "carrier_call_id", name=op.f("uq_calls_in_carrier_carrier_call_id")),
    )
    op.create_index(op.f("ix_calls_in_campaign_id_at"), "calls_in", ["campaign_id", "at"])
    op.create_index(op.f("ix_calls_in_case_id"), "calls_in", ["case_id"])
    op.create_index(op.f("ix_calls_in_call_id"), "calls_in", ["call_id"])
    op.create_index(op.f("ix_calls_in_department_id"), "calls_in", ["department_id"])
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON calls_in TO {APP_ROLE}")
    for statement in raise_wall("calls_in"):
        op.execute(statement)
