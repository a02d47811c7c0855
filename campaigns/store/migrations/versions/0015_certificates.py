"""Frozen accounts: who asked for one, the signed certificates of each campaign, and their files."""

import sqlalchemy as sa
from alembic import op

from campaigns.store.walls import APP_ROLE, raise_wall

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "account_freezes",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_because", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_account_freezes_campaign_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name=op.f("fk_account_freezes_asked_by")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_account_freezes_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_freezes")),
    )
    op.create_index(op.f("ix_account_freezes_department_id"), "account_freezes", ["department_id"])
    op.create_index(
        "uq_account_freezes_one_open",
        "account_freezes",
        ["campaign_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "certificates",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by", sa.Uuid(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=True),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_certificates_campaign_id")),
        sa.ForeignKeyConstraint(["frozen_by"], ["users.id"], name=op.f("fk_certificates_frozen_by")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_certificates_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_certificates_campaign_id_number")),
    )
    op.create_index(op.f("ix_certificates_department_id"), "certificates", ["department_id"])
    op.create_table(
        "certificate_parts",
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificates.id"],
            name=op.f("fk_certificate_parts_certificate_id"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("certificate_id", "part", name=op.f("pk_certificate_parts")),
    )
    for table, rights in (
        ("account_freezes", "SELECT, INSERT, UPDATE"),
        ("certificates", "SELECT, INSERT"),
        ("certificate_parts", "SELECT, INSERT"),
    ):
        op.execute(f"GRANT {rights} ON {table} TO {APP_ROLE}")
        for statement in raise_wall(table):
            op.execute(statement)
