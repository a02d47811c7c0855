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


def fill_desks(db: Database, campaign: Campaign, *, now: datetime) -> None:
    """Make so many agents, and a desk of each for each day on which people were talked with."""
    facts = {
        "campaign_id": campaign.id,
        "department_id": campaign.department_id,
        "operator_id": campaign.operator_id,
        "now": now,
        "seats": SEATS,
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


# Of today: everybody sits at a desk; of those who wait one in a few was called once more, and one in four of them talked.
_HERE: Final = text("""
  INSERT INTO agent_sessions (id, user_id, campaign_id, department_id, status, since, leg, languages, started_at, heard_at)
  SELECT CAST('00000000-0000-7000-b002-' || lpad(to_hex(n), 12, '0') AS uuid),
    CAST('00000000-0000-7000-b001-' || lpad(to_hex(n), 12, '0') AS uuid), :campaign_id, :department_id,
    (ARRAY['ready', 'paused', 'wrap_up'])[1 + n % 3], CAST(:now AS timestamptz) - make_interval(secs => n), 'none',
    ARRAY['ur', 'hi'], CAST(:now AS timestamptz) - interval '5 hours', CAST(:now AS timestamptz) + interval '1 hour'
  FROM generate_series(0, :seats - 1) n
""")
_TODAY: Final = text("""
  INSERT INTO calls (id, department_id, campaign_id, case_id, phone, caller_id, status, end_reason, carrier,
    carrier_call_id, preview, intended_at, expires_at, sent_at, answered_at, talking_at, ended_at, settle_tries,
    abandoned, outcome, agent_session_id)
  SELECT CAST('00000000-0000-7000-a003-' || lpad(to_hex(c.list_row), 12, '0') AS uuid), department_id, campaign_id, id,
    '+9160' || lpad(CAST(list_row AS text), 8, '0'), '+911140000000', 'ended',
    CASE WHEN talks THEN 'completed' ELSE 'no_answer' END, 'sandbox', list_row || '-3', false, at, at, at,
    CASE WHEN talks THEN at END, CASE WHEN talks THEN at END, at + interval '1 minute', 0, false,
    CASE WHEN talks THEN 'call_later' ELSE 'no_answer' END,
    CASE WHEN talks THEN CAST('00000000-0000-7000-b002-' || lpad(to_hex(list_row / 7 % :seats), 12, '0') AS uuid) END
  FROM cases c CROSS JOIN LATERAL (SELECT list_row / 10 % 4 = 0 AS talks) told CROSS JOIN LATERAL (
    SELECT CAST(:now AS timestamptz) - make_interval(secs => CAST(list_row AS bigint) * 7919 % 18000 + 90) AS at
  ) moment
  WHERE campaign_id = :campaign_id AND list_row <= :last AND list_row % 10 = 8
""")
_DECIDED: Final = text("""
  INSERT INTO dial_decisions (department_id, campaign_id, minute, because, cases)
  SELECT :department_id, :campaign_id, date_trunc('minute', CAST(:now AS timestamptz)) - make_interval(mins => minute),
    because, 20
  FROM generate_series(0, 300) minute CROSS JOIN unnest(ARRAY['intended', 'attempts_today', 'outside_hours']) because
""")


def fill_today(db: Database, campaign: Campaign, cases: int, *, now: datetime) -> None:
    """Let a floor have worked for five hours, as its pages show it: so many calls as so many people ask for in a day."""
    facts = {
        "campaign_id": campaign.id,
        "department_id": campaign.department_id,
        "now": now,
        "seats": SEATS,
        "last": cases // 10,
    }
    with db.engine.begin() as connection:
        for statement in (_HERE, _TODAY, _DECIDED):
            connection.execute(statement, facts)
