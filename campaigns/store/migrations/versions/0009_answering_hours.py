"""When people answer, what follows each call and why, who was held back, and calls that go on for others of the house."""

import sqlalchemy as sa
from alembic import op

from campaigns.store.walls import APP_ROLE, raise_wall

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WALLED = ("answering_counts", "planned_tries", "case_holds")


def upgrade() -> None:
    """Apply."""
    op.add_column("campaigns", sa.Column("learned_hours", sa.Boolean(), nullable=False, server_default="false"))
    op.add_column("calls", sa.Column("continues_id", sa.Uuid(), nullable=True))
    op.create_index(
        "uq_calls_continued_once",
        "calls",
        ["continues_id"],
        unique=True,
        postgresql_where=sa.text("continues_id IS NOT NULL"),
    )
    op.create_index(
        "ix_access_traces_calling_rules",
        "access_traces",
        ["at"],
        postgresql_where=sa.text("action = 'calling_rules_changed'"),
    )
    _answering_counts()
    _planned_tries()
    _case_holds()
    for table in WALLED:
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}")
        for statement in raise_wall(table):
            op.execute(statement)


def _answering_counts() -> None:
    op.create_table(
        "answering_counts",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("campaign_id", "level", "place", "part", name=op.f("pk_answering_counts")),
    )


def _planned_tries() -> None:
    op.create_table(
        "planned_tries",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("facts", sa.dialects.postgresql.JSONB(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "case_id", name=op.f("pk_planned_tries")),
    )
    op.create_index(op.f("ix_planned_tries_case_id"), "planned_tries", ["case_id"])


def _case_holds() -> None:
    op.create_table(
        "case_holds",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "because", "day", name=op.f("pk_case_holds")),
    )
