"""Who listens to whom, messages to desks, and referrals from the first word to the citizen's yes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from campaigns.store.walls import APP_ROLE, raise_wall

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

WALLED = ("listenings", "listening_moves", "desk_messages", "referral_categories", "referrals", "referral_moves")
APPENDED = ("listening_moves", "referral_moves")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.add_column("campaigns", sa.Column("agents_see_listening", sa.Boolean(), nullable=False, server_default="true"))
    listening()
    referrals()
    for table in WALLED:
        op.create_index(op.f(f"ix_{table}_department_id"), table, ["department_id"])
        rights = "SELECT, INSERT" if table in APPENDED else "SELECT, INSERT, UPDATE, DELETE"
        op.execute(f"REVOKE ALL ON {table} FROM {APP_ROLE}")
        op.execute(f"GRANT {rights} ON {table} TO {APP_ROLE}")
        for statement in raise_wall(table):
            op.execute(statement)


def listening() -> None:
    op.create_table(
        "listenings",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("agent_session_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("leg", sa.Text(), nullable=False),
        sa.Column("leg_call_id", sa.Text(), nullable=True),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("seen", sa.Boolean(), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("joined_at", MOMENT, nullable=True),
        sa.Column("heard_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("because", sa.Text(), nullable=True),
        *owned("listenings"),
        *keys("listenings", campaign_id="campaigns", user_id="users", agent_session_id="agent_sessions"),
        *keys("listenings", call_id="calls"),
    )
    live = sa.text("ended_at IS NULL")
    for column in ("user_id", "agent_session_id"):
        op.create_index(f"uq_listenings_one_live_{column}", "listenings", [column], unique=True, postgresql_where=live)
    up = sa.text("leg_call_id IS NOT NULL")
    op.create_index("ix_listenings_legs_up", "listenings", ["leg_call_id"], postgresql_where=up)
    op.create_index(op.f("ix_listenings_campaign_id_began_at"), "listenings", ["campaign_id", "began_at"])
    op.create_table(
        "listening_moves",
        sa.Column("listening_id", sa.Uuid(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        *owned("listening_moves"),
        *keys("listening_moves", listening_id="listenings"),
    )
    op.create_index(op.f("ix_listening_moves_listening_id"), "listening_moves", ["listening_id"])
    op.create_table(
        "desk_messages",
        sa.Column("agent_session_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        *owned("desk_messages"),
        *keys("desk_messages", agent_session_id="agent_sessions", user_id="users"),
    )
    op.create_index(op.f("ix_desk_messages_agent_session_id_at"), "desk_messages", ["agent_session_id", "at"])


def referrals() -> None:
    op.create_table(
        "referral_categories",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("names", postgresql.JSONB(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        *owned("referral_categories"),
        *keys("referral_categories", campaign_id="campaigns"),
    )
    op.create_index(op.f("ix_referral_categories_campaign_id"), "referral_categories", ["campaign_id"])
    op.create_table(
        "referrals",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state_id", sa.Text(), nullable=True),
        sa.Column("district_id", sa.Text(), nullable=True),
        sa.Column("block_id", sa.Text(), nullable=True),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("solved_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("case_outcome", sa.Text(), nullable=True),
        *owned("referrals"),
        *keys("referrals", campaign_id="campaigns", case_id="cases", call_id="calls"),
        *keys("referrals", category_id="referral_categories", opened_by="users", officer_id="users"),
        sa.UniqueConstraint("key", name=op.f("uq_referrals_key")),
    )
    op.create_index(op.f("ix_referrals_campaign_id_status"), "referrals", ["campaign_id", "status"])
    op.create_index(op.f("ix_referrals_case_id"), "referrals", ["case_id"])
    op.create_index(
        "ix_referrals_late", "referrals", ["due_at"], postgresql_where=sa.text("status IN ('open', 'taken')")
    )
    op.create_index(
        "uq_referrals_one_confirmation",
        "referrals",
        ["case_id"],
        unique=True,
        postgresql_where=sa.text("status = 'confirming'"),
    )
    op.add_column("cases", sa.Column("confirms_id", sa.Uuid(), nullable=True))
    op.add_column("cases", sa.Column("script_version_id", sa.Uuid(), nullable=True))
    op.create_table(
        "referral_moves",
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.Text(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        *owned("referral_moves"),
        *keys("referral_moves", referral_id="referrals", user_id="users"),
    )
    op.create_index(op.f("ix_referral_moves_referral_id"), "referral_moves", ["referral_id"])


def owned(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *keys(table, department_id="departments"),
    ]


def keys(table: str, **parents: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, parent in parents.items()
    ]
