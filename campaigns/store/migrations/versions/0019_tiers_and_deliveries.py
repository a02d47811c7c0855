"""Programme staff with areas, cases counted by area and group, people entitled, keys to figures, reports that are sent."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

from campaigns.store.walls import APP_ROLE, open_tier, raise_wall

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OF_TIERS = ("case_changes", "case_totals", "entitled_numbers")
WALLED = (*OF_TIERS, "api_keys", "report_deliveries", "delivery_tries")
COUNTED = ("gender", "category", "age_band", "status", "outcome", "said_most")

# An area and all below it, however many levels: what a person who sees one tier may see of the totals.
AREAS_BELOW = """
  CREATE FUNCTION areas_below(above text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
    WITH RECURSIVE below AS (
      SELECT id FROM areas WHERE id = above
      UNION ALL
      SELECT child.id FROM areas child JOIN below ON child.parent_id = below.id
    )
    SELECT id FROM below
  $$
"""
# That a list was withdrawn decides how its people count; nothing else of a list is told to those who see a tier only.
WITHDRAWN_LISTS = """
  CREATE FUNCTION withdrawn_lists(of_campaign uuid) RETURNS SETOF uuid LANGUAGE plpgsql STABLE AS $$
  DECLARE seen text := coalesce(current_setting('raabta.everything', true), ''); BEGIN
    PERFORM set_config('raabta.everything', 'on', true);  -- a plain owner may not write this into the function's head
    RETURN QUERY SELECT id FROM lists WHERE campaign_id = of_campaign AND status = 'withdrawn';
    PERFORM set_config('raabta.everything', seen, true);
  END $$
"""


def upgrade() -> None:
    """Apply."""
    op.add_column("users", sa.Column("area_id", sa.Text(), nullable=True))
    op.create_foreign_key(op.f("fk_users_area_id_areas"), "users", "areas", ["area_id"], ["id"])
    for column in ("gender", "category", "age_band", "said_most"):
        op.add_column("cases", sa.Column(column, sa.Text(), nullable=True))
    _totals()
    _entitled()
    _keys()
    _deliveries()
    op.execute(AREAS_BELOW)
    op.execute(WITHDRAWN_LISTS)
    for table in WALLED:
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}")
        for statement in raise_wall(table):
            op.execute(statement)
    for table in OF_TIERS:
        op.execute(open_tier(table))
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))  # counts what stands, and all that comes


def _totals() -> None:
    facts = [sa.Column(name, sa.Text(), nullable=False) for name in COUNTED]
    op.create_table(
        "case_changes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Text(), nullable=False),
        *facts,
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_changes")),
    )
    key = ("campaign_id", "kind", "value", "area_id", "list_id", "status", "outcome", "said_most", "reached")
    op.create_table(
        "case_totals",
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "value", "area_id")),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("status", "outcome", "said_most")),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_case_totals")),
    )


def _entitled() -> None:
    op.create_table(
        "entitled_numbers",
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        _key("entitled_numbers", "department_id", "departments"),
        _key("entitled_numbers", "campaign_id", "campaigns"),
        _key("entitled_numbers", "area_id", "areas"),
        _key("entitled_numbers", "noted_by", "users"),
        sa.PrimaryKeyConstraint("campaign_id", "area_id", name=op.f("pk_entitled_numbers")),
    )
    op.create_index(op.f("ix_entitled_numbers_department_id"), "entitled_numbers", ["department_id"])


def _keys() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("name", "begins", "key_hash")),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        _key("api_keys", "department_id", "departments"),
        _key("api_keys", "made_by", "users"),
        _key("api_keys", "revoked_by", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_api_keys_key_hash")),
    )
    op.create_index(op.f("ix_api_keys_department_id"), "api_keys", ["department_id"])


def _deliveries() -> None:
    op.create_table(
        "report_deliveries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Text(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("way", "address", "every")),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        _key("report_deliveries", "department_id", "departments"),
        _key("report_deliveries", "campaign_id", "campaigns"),
        _key("report_deliveries", "area_id", "areas"),
        _key("report_deliveries", "made_by", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_deliveries")),
    )
    op.create_index(op.f("ix_report_deliveries_department_id"), "report_deliveries", ["department_id"])
    op.create_index(
        "ix_report_deliveries_due", "report_deliveries", ["due_at"], postgresql_where=sa.text("ended_at IS NULL")
    )
    op.create_table(
        "delivery_tries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("delivered", sa.Boolean(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        _key("delivery_tries", "department_id", "departments"),
        _key("delivery_tries", "delivery_id", "report_deliveries"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_tries")),
    )
    for column in ("department_id", "delivery_id"):
        op.create_index(op.f(f"ix_delivery_tries_{column}"), "delivery_tries", [column])


def _key(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=op.f(f"fk_{table}_{column}_{parent}"))
