"""The very same file can be uploaded again when the list that was made of it has ended; it was refused for ever."""

from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

STATEMENTS = (
    "DROP INDEX uq_lists_one_file_per_campaign",
    "CREATE UNIQUE INDEX uq_lists_one_file_per_campaign ON lists (campaign_id, sha256, sheet) NULLS NOT DISTINCT"
    " WHERE status NOT IN ('withdrawn', 'replaced') AND ended_at IS NULL",
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)
