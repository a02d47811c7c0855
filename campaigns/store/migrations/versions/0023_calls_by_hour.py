"""Dials counted by place and quarter of an hour, so that a report need not read millions of calls."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

from campaigns.store.walls import APP_ROLE, raise_wall

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

NUMBERS = ("dialled", "answered", "reached")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "call_changes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        *_counted(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_changes")),
    )
    op.create_table(
        "call_totals",
        *_counted(),
        sa.PrimaryKeyConstraint("campaign_id", "area_id", "quarter", name=op.f("pk_call_totals")),
    )
    for table in ("call_changes", "call_totals"):
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}")
        for statement in raise_wall(table):
            op.execute(statement)
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))  # counts what stands, and all that comes


def _counted() -> list[sa.Column[Any]]:
    return [
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Text(), nullable=False),
        sa.Column("quarter", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in NUMBERS),
    ]
