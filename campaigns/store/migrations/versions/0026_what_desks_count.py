"""What every look of a desk counts by: an agent's talks and outcomes of the day, and what she has promised."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    talked, promised = sa.text("talking_at IS NOT NULL"), sa.text("owner_id IS NOT NULL")
    op.create_index("ix_calls_talks", "calls", ["agent_session_id", "talking_at"], postgresql_where=talked)
    op.create_index(op.f("ix_agent_sessions_user_id_started_at"), "agent_sessions", ["user_id", "started_at"])
    op.create_index(op.f("ix_logged_outcomes_user_id_at"), "logged_outcomes", ["user_id", "at"])
    op.create_index("ix_cases_owned", "cases", ["owner_id", "due_at"], postgresql_where=promised)
