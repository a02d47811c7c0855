"""A row knows its person from the import on; keys of the tables of millions are checked once a statement."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from campaigns.store.keys_at_once import KEYS_AT_ONCE, check_at_once

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.drop_constraint("fk_list_rows_beneficiary_id", "list_rows", type_="foreignkey")
    for key in KEYS_AT_ONCE:
        op.drop_constraint(f"fk_{key.name}", key.table, type_="foreignkey")
        for statement in check_at_once(key):
            op.execute(statement)
    op.add_column("lists", sa.Column("readings", sa.Integer(), nullable=False, server_default="0"))
    op.alter_column("lists", "readings", server_default=None)
    op.add_column("lists", sa.Column("warned", postgresql.JSONB(), nullable=False, server_default="{}"))
    op.alter_column("lists", "warned", server_default=None)
    op.execute("""
        UPDATE lists SET warned = (
          SELECT coalesce(jsonb_object_agg(word, rows), '{}') FROM (
            SELECT word, count(*) AS rows FROM list_rows r, jsonb_array_elements_text(r.details -> 'warnings') AS word
            WHERE r.list_id = lists.id AND r.verdict = 'accepted' GROUP BY word
          ) counted
        )
    """)
    op.execute("UPDATE list_rows SET beneficiary_id = gen_random_uuid() WHERE beneficiary_id IS NULL")
    op.drop_index("ix_beneficiaries_department_id", "beneficiaries")
    op.drop_index("ix_beneficiaries_scheme_person_id", "beneficiaries")
    op.create_index(
        "ix_beneficiaries_department_id_scheme_person_id", "beneficiaries", ["department_id", "scheme_person_id"]
    )
    op.drop_index("ix_list_rows_list_id_verdict_reason", "list_rows")
    op.create_index(
        "ix_list_rows_rejected", "list_rows", ["list_id", "reason"], postgresql_where=sa.text("verdict = 'rejected'")
    )
    # Office files are packed already or read once: packing them again takes longer than writing them.
    op.execute("ALTER TABLE list_file_parts ALTER COLUMN content SET STORAGE EXTERNAL")
    op.create_index("ix_cases_list_id_list_row", "cases", ["list_id", "list_row"])
