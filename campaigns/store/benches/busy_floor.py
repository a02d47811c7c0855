"""A busy floor for a benchmark, made inside PostgreSQL: agents in talks and wrap-ups, calls that ring, and hours before."""

from datetime import datetime
from typing import Final

from sqlalchemy import text

from campaigns.store.session import Database
from campaigns.store.tables import Campaign

TABLES: Final = ("agent_sessions", "agent_session_moves", "calls", "call_moves", "call_steps", "cases", "case_lanes")
_ID: Final = "CAST('00000000-0000-7000-{kind}-' || lpad(to_hex({n}), 12, '0') AS uuid)"


def _id(kind: str, n: str = "n") -> str:
    return _ID.format(kind=kind, n=n)


# Two of three agents talk, one in four wraps up, the others are ready.
_DESKS: Final = f"""
  INSERT INTO agent_sessions (id, user_id, campaign_id, department_id, status, since, call_id, leg, languages,
    started_at, heard_at)
  SELECT {_id("8000")}, {_id("8001")}, :campaign_id, :department_id,
    CASE WHEN n % 12 < 8 THEN 'on_call' WHEN n % 12 < 11 THEN 'wrap_up' ELSE 'ready' END,
    :now - make_interval(secs => n % CASE WHEN n % 12 < 8 THEN 150 ELSE 30 END),
    CASE WHEN n % 12 < 11 THEN {_id("9000")} END, 'none', CAST(:languages AS text[]), :now, :now
  FROM generate_series(1, :agents) n
"""  # noqa: S608 - our own words
_CASES: Final = f"""
  INSERT INTO cases (id, department_id, campaign_id, beneficiary_id, list_id, list_row, status, due_at, priority,
    phone_position, attempts, reached, needs_agent_reserved, language, weight, opened_at)
  SELECT {_id("a000")}, :department_id, :campaign_id, {_id("a001")}, :campaign_id, n, 'in_call', :now, 5, 0, 1, false,
    false, (CAST(:languages AS text[]))[1 + n % cardinality(CAST(:languages AS text[]))], 1, :now
  FROM generate_series(1, :live) n
"""  # noqa: S608
_LIVE: Final = f"""
  INSERT INTO calls (id, department_id, campaign_id, case_id, phone, caller_id, status, carrier, carrier_call_id,
    agent_session_id, preview, intended_at, expires_at, sent_at, answered_at, talking_at, settle_tries, abandoned)
  SELECT {_id("9000")}, :department_id, :campaign_id, {_id("a000")}, '+9161' || lpad(CAST(n AS text), 8, '0'),
    '+911140000000', CASE WHEN talks THEN 'talking' ELSE 'ringing' END, 'sandbox', 'live-' || n,
    CASE WHEN talks THEN {_id("8000")} END, false, at, at, at, CASE WHEN talks THEN at END,
    CASE WHEN talks THEN at END, 0, false
  FROM generate_series(1, :live) n
    CROSS JOIN LATERAL (SELECT n <= :agents AND n % 12 < 8 AS talks) state
    CROSS JOIN LATERAL (SELECT :now - make_interval(secs => CASE WHEN talks THEN 160 ELSE n % 32 END) AS at) moment
"""  # noqa: S608
_STEPS: Final = f"""
  INSERT INTO call_steps (department_id, call_id, began_at, step)
  SELECT :department_id, {_id("9000")}, :now - make_interval(secs => 9 * step), 'step ' || step
  FROM generate_series(1, :agents) n CROSS JOIN generate_series(1, 8) step WHERE n % 12 < 8
"""  # noqa: S608
# One call in three was answered after 12 seconds and took two minutes and a half, with its wrap-up 25 seconds more.
_PAST: Final = f"""
  INSERT INTO calls (id, department_id, campaign_id, case_id, phone, caller_id, status, end_reason, carrier,
    carrier_call_id, preview, intended_at, expires_at, sent_at, answered_at, talking_at, ended_at, settle_tries,
    abandoned, outcome)
  SELECT {_id("b000")}, :department_id, :campaign_id, {_id("a000", "1 + n % :live")},
    '+9162' || lpad(CAST(n AS text), 8, '0'), '+911140000000', 'ended', 'completed', 'sandbox', 'past-' || n, false,
    at, at, at, answered, answered, at + make_interval(secs => CASE WHEN n % 3 = 0 THEN 162 ELSE 31 END), 0, false,
    CASE WHEN n % 3 = 0 THEN 'completed' ELSE 'no_answer' END
  FROM generate_series(1, :past) n
    CROSS JOIN LATERAL (SELECT :now - make_interval(secs => (:past - n) * 14400.0 / :past) AS at) moment
    CROSS JOIN LATERAL (SELECT CASE WHEN n % 3 = 0 THEN at + interval '12 seconds' END AS answered) answer
"""  # noqa: S608
_CALL_MOVES: Final = """
  INSERT INTO call_moves (id, department_id, call_id, event, before, after, at)
  SELECT gen_random_uuid(), department_id, id, event, 'ringing', 'ended', at
  FROM calls CROSS JOIN LATERAL (VALUES ('send', sent_at), ('join', answered_at), ('end', ended_at)) told (event, at)
  WHERE status = 'ended' AND at IS NOT NULL
"""
_DESK_MOVES: Final = f"""
  INSERT INTO agent_session_moves (id, agent_session_id, event, before, after, call_id, at)
  SELECT gen_random_uuid(), {_id("8000", "1 + row_number() OVER (ORDER BY sent_at) % :agents")}, event, before, after,
    id, at
  FROM calls CROSS JOIN LATERAL (VALUES
    ('connect', 'ready', 'on_call', answered_at), ('hang_up', 'on_call', 'wrap_up', ended_at),
    ('log', 'wrap_up', 'ready', ended_at + interval '25 seconds')) done (event, before, after, at)
  WHERE status = 'ended' AND answered_at IS NOT NULL
"""  # noqa: S608


def fill_floor(db: Database, campaign: Campaign, *, agents: int, live: int, past: int, now: datetime) -> None:
    """Make the floor, with so many calls of the four hours before. Keys are not checked: only an owner may do so."""
    facts = {"department_id": campaign.department_id, "campaign_id": campaign.id, "languages": campaign.languages}
    facts |= {"agents": agents, "live": live, "past": past, "now": now}
    with db.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in (_DESKS, _CASES, _LIVE, _STEPS, _PAST, _CALL_MOVES, _DESK_MOVES):
            connection.execute(text(statement), facts)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in TABLES:
            connection.execute(text(f"VACUUM ANALYZE {table}"))
