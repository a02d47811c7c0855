"""Rules of areas, caps on calls, and the queue of those who may be rung in lanes."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

from campaigns.store.walls import APP_ROLE, raise_wall

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SHARED = ("calling_gaps", "area_outages", "calling_caps")
WALLED = ("case_lanes", "dial_decisions")


def upgrade() -> None:
    """Apply."""
    _campaigns_and_cases()
    _rules_of_areas()
    _caps()
    _lanes()
    for table in SHARED + WALLED:
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}")
    for table in WALLED:
        for statement in raise_wall(table):
            op.execute(statement)
    op.execute("SELECT set_config('raabta.everything', 'on', true)")  # an owner may stand behind the wall as well
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))


def _campaigns_and_cases() -> None:
    op.add_column("campaigns", sa.Column("opens", sa.Time(), nullable=True))
    op.add_column("campaigns", sa.Column("closes", sa.Time(), nullable=True))
    op.add_column("campaigns", sa.Column("share", sa.Integer(), nullable=False, server_default="1"))
    op.alter_column("campaigns", "share", server_default=None)
    op.add_column("cases", sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("cases", sa.Column("held_because", sa.Text(), nullable=True))
    op.drop_index("ix_cases_due", "cases")
    queued = "status IN ('waiting', 'callback')"
    op.create_index(
        "ix_cases_due",
        "cases",
        [
            "campaign_id",
            "priority",
            sa.text(
                "(CASE WHEN block_id IS NOT NULL THEN block_id WHEN district_id IS NOT NULL THEN district_id"
                " WHEN state_id IS NOT NULL THEN state_id ELSE '' END)"
            ),
            sa.text("(CASE WHEN language IS NOT NULL THEN language ELSE '' END)"),
            sa.text("greatest(due_at, held_until)"),
            "list_row",
        ],
        postgresql_where=sa.text(queued),
    )
    op.create_index(
        "ix_cases_promised",
        "cases",
        ["campaign_id", "due_at"],
        postgresql_where=sa.text(f"priority = 0 AND {queued}"),
    )


def _rules_of_areas() -> None:
    op.add_column("calling_holidays", sa.Column("area_id", sa.Text(), nullable=True))
    op.add_column("calling_holidays", sa.Column("source", sa.Text(), nullable=False, server_default=""))
    op.create_foreign_key(op.f("fk_calling_holidays_area_id"), "calling_holidays", "areas", ["area_id"], ["id"])
    op.drop_constraint("uq_calling_holidays_jurisdiction_day", "calling_holidays", type_="unique")
    op.create_unique_constraint(
        op.f("uq_calling_holidays_jurisdiction_area_id_day"),
        "calling_holidays",
        ["jurisdiction", "area_id", "day"],
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "calling_gaps",
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("area_id", sa.Text(), nullable=True),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_calling_gaps_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calling_gaps")),
        sa.UniqueConstraint(
            "jurisdiction",
            "area_id",
            "weekday",
            "begins",
            "valid_from",
            name=op.f("uq_calling_gaps_jurisdiction_area_id_weekday_begins_valid_from"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "area_outages",
        sa.Column("area_id", sa.Text(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_area_outages_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_outages")),
        sa.UniqueConstraint("area_id", "begins_at", name=op.f("uq_area_outages_area_id_begins_at")),
    )
    op.create_index(op.f("ix_area_outages_ends_at"), "area_outages", ["ends_at"])


def _caps() -> None:
    numbers = ("calls_per_phone", "calls_per_person", "gap_minutes", "gap_after_talk_minutes")
    op.create_table(
        "calling_caps",
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        *(sa.Column(number, sa.Integer(), nullable=False) for number in numbers),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calling_caps")),
        sa.UniqueConstraint("jurisdiction", "valid_from", name=op.f("uq_calling_caps_jurisdiction_valid_from")),
    )


def _lanes() -> None:
    op.create_table(
        "case_lanes",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("state_id", sa.Text(), nullable=True),
        sa.Column("district_id", sa.Text(), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("campaign_id", "priority", "place", "language", name=op.f("pk_case_lanes")),
    )
    op.create_table(
        "dial_decisions",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_dial_decisions_department_id")),
        sa.PrimaryKeyConstraint("campaign_id", "minute", "because", name=op.f("pk_dial_decisions")),
    )
    op.create_index(op.f("ix_dial_decisions_department_id"), "dial_decisions", ["department_id"])
