"""Agents of a benchmark's campaign who sat at a desk every day of months, and what they logged, made inside PostgreSQL."""

from datetime import datetime
from typing import Final

from sqlalchemy import text

from campaigns.store.benches.long_tiers import DAYS, OPENS
from campaigns.store.benches.resting_indexes import resting_indexes
from campaigns.store.session import Database
from campaigns.store.tables import Campaign

SEATS: Final = 350
AT_ONCE: Final = 2

_USERS: Final = text("""
  INSERT INTO users (id, sign_in, password_hash, name, role, operator_id, languages, interface_language, active, created_at)
  SELECT CAST('00000000-0000-7000-b001-' || lpad(to_hex(n), 12, '0') AS uuid), 'seat' || n, '-', 'Invented ' || n, 'agent',
    :operator_id, ARRAY['ur', 'hi'], 'en', true, :now
  FROM generate_series(0, :seats - 1) n
""")
_DESKS: Final = text("""
  INSERT INTO agent_sessions (id, user_id, campaign_id, department_id, status, since, leg, languages, started_at,
    heard_at, ended_at)
  SELECT CAST('00000000-0000-7000-b000-' || lpad(to_hex(day * 1000 + n), 12, '0') AS uuid),
    CAST('00000000-0000-7000-b001-' || lpad(to_hex(n), 12, '0') AS uuid), :campaign_id, :department_id, 'signed_out',
    evening, 'none', ARRAY['ur', 'hi'], evening - interval '9 hours', evening, evening
  FROM generate_series(0, :seats - 1) n CROSS JOIN generate_series(0, :half - 1) day CROSS JOIN LATERAL (
    SELECT date_trunc('day', CAST(:now AS timestamptz), 'UTC') - make_interval(days => 1 + day)
      + make_interval(secs => :opens + 32400) AS evening
  ) moment
""")
_LOGGED: Final = text("""
  INSERT INTO logged_outcomes (id, department_id, key, call_id, case_id, user_id, outcome, at)
  SELECT gen_random_uuid(), k.department_id, k.carrier_call_id, k.id, k.case_id, desk.user_id, k.outcome, k.ended_at
  FROM calls k JOIN agent_sessions desk ON desk.id = k.agent_session_id WHERE k.campaign_id = :campaign_id
""")


def fill_desks(db: Database, campaign: Campaign, *, now: datetime, seats: int = SEATS) -> None:
    """Make so many agents, and a desk of each for each day on which people were talked with."""
    facts = {
        "campaign_id": campaign.id,
        "department_id": campaign.department_id,
        "operator_id": campaign.operator_id,
        "now": now,
        "seats": seats,
        "half": DAYS // 2,
        "opens": OPENS,
    }
    with db.engine.begin() as connection:
        for statement in (_USERS, _DESKS):
            connection.execute(statement, facts)


def fill_logged_outcomes(db: Database, campaign: Campaign) -> None:
    """Let the agent of each talk have logged what came of it. Triggers rest: only the owner of a server may."""
    with resting_indexes(db, ["logged_outcomes"], at_once=AT_ONCE), db.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(_LOGGED, {"campaign_id": campaign.id})
