"""Rehearsals of campaigns: what was asked, how far it is, and what came of it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from campaigns.store.walls import APP_ROLE, raise_wall

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "rehearsals",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("plan", postgresql.JSONB(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("forecast_on", sa.Date(), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("share_done", sa.Float(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", postgresql.JSONB(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_rehearsals_campaign_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name=op.f("fk_rehearsals_asked_by")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_rehearsals_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehearsals")),
        sa.UniqueConstraint("campaign_id", "forecast_on", name=op.f("uq_rehearsals_campaign_id_forecast_on")),
    )
    op.create_index(op.f("ix_rehearsals_department_id"), "rehearsals", ["department_id"])
    op.create_index(op.f("ix_rehearsals_campaign_id_asked_at"), "rehearsals", ["campaign_id", "asked_at"])
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON rehearsals TO {APP_ROLE}")
    for statement in raise_wall("rehearsals"):
        op.execute(statement)
