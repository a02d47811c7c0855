"""Answers counted by place and day, so that a report need not read millions of them."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from campaigns.store.walls import APP_ROLE, raise_wall

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TABLES = ("answer_changes", "answer_totals", "answer_counts")


def _columns(kind: sa.types.TypeEngine[Any], *names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=nullable) for name in names]


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "answer_changes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        *_columns(sa.Uuid(), "department_id", "case_id", "call_id"),
        *_columns(sa.Text(), "step"),
        *_columns(JSONB(), "was", nullable=True),
        *_columns(sa.Text(), "place", nullable=True),
        *_columns(sa.Numeric(), "weight", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_changes")),
    )
    op.create_table(
        "answer_totals",
        *_columns(sa.Uuid(), "department_id", "campaign_id"),
        *_columns(sa.Text(), "area_id"),
        *_columns(sa.Date(), "day"),
        *_columns(sa.Text(), "step", "said"),
        *_columns(sa.Date(), "until"),
        *_columns(sa.BigInteger(), "people"),
        *_columns(sa.Numeric(), "weight", "squares"),
        sa.PrimaryKeyConstraint(
            *("campaign_id", "area_id", "day", "step", "said", "until"), name=op.f("pk_answer_totals")
        ),
    )
    op.create_table(
        "answer_counts",
        *_columns(sa.Uuid(), "campaign_id", "department_id"),
        *_columns(sa.Uuid(), "script_version_id", nullable=True),
        *_columns(sa.Text(), "zone"),
        *_columns(JSONB(), "kinds"),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_answer_counts")),
    )
    for table in TABLES:
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}")
        for statement in raise_wall(table):
            op.execute(statement)
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))  # notes all that comes; upkeep counts what stands
