"""Calls that wait to be sent, each with an agent reserved for it, for a benchmark: made inside PostgreSQL."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import text

from campaigns.store.benches.long_queue import FREE
from campaigns.store.session import Database
from campaigns.store.tables import Campaign

# Of the people of store/benches/long_queue.py those who may be rung now: nobody who waits for a later day, whose phone was rung
# three times today, or who shares a phone.
_INTEND: Final = text(f"""
  WITH chosen AS (
    SELECT c.id, p.e164, row_number() OVER (ORDER BY c.list_row) AS n
    FROM cases c JOIN beneficiary_phones p ON p.beneficiary_id = c.beneficiary_id
    WHERE c.status = 'waiting' AND {FREE.format(n="c.list_row")}
    ORDER BY c.list_row LIMIT :number
  ), made AS MATERIALIZED (
    SELECT id AS case_id, e164, gen_random_uuid() AS call_id, gen_random_uuid() AS agent_id FROM chosen
  ), claimed AS (
    UPDATE cases SET status = 'claimed' FROM made WHERE cases.id = made.case_id
  ), seated AS (
    INSERT INTO agent_sessions (id, user_id, department_id, campaign_id, status, since, started_at, heard_at, leg,
      languages, call_id)
    SELECT agent_id, agent_id, :department_id, :campaign_id, 'reserved', :now, :now, :now, 'none', '{{}}', call_id
    FROM made
  )
  INSERT INTO calls (id, department_id, campaign_id, case_id, phone, caller_id, status, carrier, agent_session_id,
    preview, intended_at, expires_at, settle_at, settle_tries, abandoned)
  SELECT call_id, :department_id, :campaign_id, case_id, e164, :caller_id, 'intended', :carrier, agent_id,
    false, :now, :expires_at, :expires_at, 0, false FROM made
  RETURNING id
""")  # noqa: S608 - our own words
_END_ALL: Final = text("""
  UPDATE calls SET status = 'ended', end_reason = 'canceled', ended_at = :now, settle_at = NULL WHERE status <> 'ended'
""")
_RUN: Final = text("UPDATE campaigns SET status = 'running' WHERE id = :campaign_id")
_SENT: Final = text("SELECT count(*) FROM calls WHERE status <> 'ended' AND sent_at IS NOT NULL")


def intend_calls(db: Database, campaign: Campaign, number: int, *, carrier: str, now: datetime) -> list[str]:
    """Make so many and return their ids. Keys are not checked: only the owner of a server may."""
    facts = {
        "department_id": campaign.department_id,
        "campaign_id": campaign.id,
        "caller_id": campaign.caller_id,
        "carrier": carrier,
        "number": number,
        "now": now,
        "expires_at": now + timedelta(hours=1),
    }
    with db.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(_RUN, facts)
        made = [str(call_id) for call_id in connection.scalars(_INTEND, facts)]
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in ("cases", "calls", "agent_sessions"):
            connection.execute(text(f"VACUUM ANALYZE {table}"))
    return made


def end_all_calls(db: Database, *, now: datetime) -> int:
    """End what lives; return how many of these calls had left for the carrier."""
    with db.engine.begin() as connection:
        sent = connection.scalar(_SENT) or 0
        connection.execute(_END_ALL, {"now": now})
    return sent
