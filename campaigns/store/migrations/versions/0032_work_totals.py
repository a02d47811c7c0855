"""The work of agents counted by place and day, dials summed above every place, and where answers in words are found."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

from campaigns.store.walls import APP_ROLE, raise_wall

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

TABLES = ("work_changes", "work_totals", "work_totals_below", "call_totals_below", "answer_words")


def _columns(kind: sa.types.TypeEngine[Any], *names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names]


def _sums() -> list[sa.Column[Any]]:
    return [
        *_columns(sa.BigInteger(), "talks"),
        *_columns(sa.Numeric(), "seconds"),
        *_columns(sa.BigInteger(), "completed", "refused", "callbacks"),
    ]


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "work_changes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        *_columns(sa.Uuid(), "department_id", "campaign_id"),
        *_columns(sa.Text(), "area_id"),
        *_columns(sa.Uuid(), "agent_session_id"),
        *_columns(sa.Date(), "day"),
        *_sums(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_changes")),
    )
    for table in ("work_totals", "work_totals_below"):
        op.create_table(
            table,
            *_columns(sa.Uuid(), "department_id", "campaign_id"),
            *_columns(sa.Text(), "area_id"),
            *_columns(sa.Date(), "day"),
            *_columns(sa.Uuid(), "user_id"),
            *_sums(),
            sa.PrimaryKeyConstraint("campaign_id", "area_id", "day", "user_id", name=op.f(f"pk_{table}")),
        )
    op.create_table(
        "call_totals_below",
        *_columns(sa.Uuid(), "department_id", "campaign_id"),
        *_columns(sa.Text(), "area_id"),
        *_columns(sa.DateTime(timezone=True), "quarter"),
        *_columns(sa.BigInteger(), "dialled", "answered", "reached"),
        sa.PrimaryKeyConstraint("campaign_id", "area_id", "quarter", name=op.f("pk_call_totals_below")),
    )
    op.create_table(
        "answer_words",
        *_columns(sa.Uuid(), "department_id", "campaign_id"),
        *_columns(sa.Text(), "area_id", "step"),
        *_columns(sa.DateTime(timezone=True), "at"),
        *_columns(sa.Uuid(), "call_id", "case_id"),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("campaign_id", "area_id", "step", "at", "call_id", name=op.f("pk_answer_words")),
    )
    for table in TABLES:
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}")
        for statement in raise_wall(table):
            op.execute(statement)
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))  # counts what stands, and all that comes
