"""Indexes by which pages of millions of calls find the few that they tell of: talks of a day, referrals, places to look at."""

from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

STATEMENTS = (
    "CREATE INDEX ix_calls_talks_of_day ON calls (campaign_id, intended_at) WHERE talking_at IS NOT NULL",
    "CREATE INDEX ix_list_rows_places ON list_rows (list_id) WHERE details -> 'places' IS NOT NULL",
    # Without it PostgreSQL takes nearly all rows to be such, and reads all of them.
    "CREATE STATISTICS st_list_rows_places ON (details -> 'places') FROM list_rows",
    "CREATE INDEX ix_referrals_counted ON referrals (campaign_id, status, category_id, opened_at)"
    " INCLUDE (due_at, department_id, state_id, district_id, block_id)",
    "DROP INDEX ix_referrals_campaign_id_status",
    "CREATE INDEX ix_referrals_waiting ON referrals (department_id, status, tier)",
    "CREATE INDEX ix_referrals_rose ON referrals (campaign_id) WHERE status IN ('open', 'taken') AND tier <>"
    " CASE WHEN block_id IS NOT NULL THEN 'block' WHEN district_id IS NOT NULL THEN 'district' ELSE 'state' END",
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)
