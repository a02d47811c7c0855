"""A campaign of millions of invented cases in all blocks of India, or of one state, made inside PostgreSQL for benchmarks."""

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from campaigns.rules.accounts.account import Ending
from campaigns.rules.verdicts import Reason
from campaigns.store.benches.long_totals import count_at_once
from campaigns.store.benches.resting_indexes import resting_indexes, side_by_side
from campaigns.store.session import Database
from campaigns.store.tables import Campaign

COUNTRY: Final = "IN"
TOTALS: Final = (
    "case_totals",
    "totals_below",
    "place_totals",
    "call_totals",
    "call_totals_below",
    "work_totals",
    "work_totals_below",
    "row_totals",
    "row_totals_below",
)
TABLES: Final = ("cases", "calls", "case_changes", "call_changes", "work_changes", *TOTALS)
FILLED: Final = ("cases", "calls")
AT_ONCE: Final = 2
DAYS: Final = 90  # on which they were called
OPENS: Final = 3.5 * 3600  # seconds after midnight UTC: nine in the morning in India
_CHUNK: Final = 250_000

# Of ten people four have answered, one has refused, two were called in vain, one has another number, two still wait.
_CASES: Final = text("""
  WITH RECURSIVE up AS (
    SELECT b.id AS block_id, b.parent_id AS district_id, a.id, a.level, a.parent_id
    FROM areas b JOIN areas a ON a.id = b.parent_id WHERE b.level = 'block' AND b.country = :country
      AND (CAST(:within AS text) IS NULL OR b.id IN (SELECT areas_below(:within)))
    UNION ALL SELECT up.block_id, up.district_id, a.id, a.level, a.parent_id FROM areas a JOIN up ON a.id = up.parent_id
  ), blocks AS MATERIALIZED (
    SELECT block_id, district_id, id AS state_id, row_number() OVER (ORDER BY block_id) - 1 AS place,
      count(*) OVER () AS places FROM up WHERE level = 'state'
  )
  INSERT INTO cases (id, department_id, campaign_id, beneficiary_id, list_id, list_row, status, due_at, priority,
    phone_position, attempts, outcome, outcome_at, said_most, reached, needs_agent_reserved, state_id, district_id,
    block_id, gender, category, age_band, weight, opened_at)
  SELECT CAST('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0') AS uuid), :department_id, :campaign_id,
    CAST('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0') AS uuid), :campaign_id, n,
    CASE WHEN n % 10 < 8 THEN 'closed' ELSE 'waiting' END, :now, 5, 0, 2, last, :now,
    CASE WHEN reached THEN last ELSE (CAST(:lasts AS text[]))[1 + n / 7 % 5] END, reached, false,
    state_id, district_id, block_id,
    (ARRAY['female', 'male'])[1 + n / 3 % 2], (ARRAY['st', 'sc', 'obc', 'general'])[1 + n / 11 % 4],
    (ARRAY['18_29', '30_44', '45_59', '60_74', '75_plus'])[1 + n / 13 % 5], 1, :now
  FROM (SELECT max(places) AS places FROM blocks) AS known CROSS JOIN generate_series(CAST(:first AS integer), :last) n
    JOIN blocks ON place = n % known.places CROSS JOIN LATERAL (
      SELECT n % 10 < 5 AS reached, CASE WHEN n % 10 < 4 THEN 'completed' WHEN n % 10 = 4 THEN 'refused'
        WHEN n % 10 = 7 THEN 'wrong_number' ELSE (CAST(:lasts AS text[]))[1 + n / 5 % 5] END AS last
    ) told
""")
_ENDED: Final = (  # rows of which nobody is called, a few of each in every block
    (Ending.REJECTED, Reason.PHONE_MISSING),
    (Ending.REJECTED, Reason.PHONE_ROUNDED),
    (Ending.REJECTED, Reason.PHONE_INVALID),
    (Ending.SAME_PERSON, Reason.DUPLICATE_IN_CAMPAIGN),
    (Ending.IGNORED, Reason.NOT_A_RECORD),
)
_LASTS: Final = ("no_answer", "busy", "unreachable", "not_available", "rejected")
# Everybody was called twice, an earlier and a later time, on days and at hours by her number; they lie as they were made:
# day after day. The later call of whoever was reached was a talk of two to five minutes with one of the agents, each of
# whom sat at one desk a day (store/benches/long_desks).
_CALLS: Final = text("""
  INSERT INTO calls (id, department_id, campaign_id, case_id, phone, caller_id, status, end_reason, carrier,
    carrier_call_id, preview, intended_at, expires_at, sent_at, answered_at, talking_at, ended_at, settle_tries,
    abandoned, outcome, agent_session_id)
  SELECT CAST('00000000-0000-7000-' || lpad(to_hex(40960 + CASE WHEN later THEN 1 ELSE 2 END), 4, '0') || '-'
      || lpad(to_hex(n), 12, '0') AS uuid), :department_id, :campaign_id,
    CAST('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0') AS uuid), '+9160' || lpad(CAST(n AS text), 8, '0'),
    '+911140000000', 'ended', CASE WHEN talks THEN 'completed' ELSE 'no_answer' END, 'sandbox',
    n || '-' || CASE WHEN later THEN 1 ELSE 2 END, false, at, at, at, CASE WHEN talks THEN at END,
    CASE WHEN talks THEN at END, at + make_interval(secs => CASE WHEN talks THEN 120 + n % 180 ELSE 30 END), 0, false,
    CASE WHEN talks AND n % 10 < 4 THEN 'completed' WHEN talks THEN 'refused' ELSE (CAST(:lasts AS text[]))[1 + n / 5 % 5] END,
    CASE WHEN talks AND :seats > 0 THEN
      CAST('00000000-0000-7000-b000-' || lpad(to_hex(of_day.day * 1000 + n / 7 % greatest(:seats, 1)), 12, '0') AS uuid) END
  FROM (SELECT :day % :half AS day, :day < :half AS later) of_day
    CROSS JOIN generate_series(0, :people / 10 / :half) tens CROSS JOIN generate_series(0, 9) ones
    CROSS JOIN LATERAL (SELECT 10 * (tens * :half + of_day.day) + ones AS n) number
    CROSS JOIN LATERAL (SELECT later AND n % 10 < 5 AS talks) told
    CROSS JOIN LATERAL (
      SELECT date_trunc('day', CAST(:now AS timestamptz), 'UTC') - make_interval(days => 1 + :day)
        + make_interval(secs => :opens + CAST(n AS bigint) * 7919 % 32400) AS at
    ) moment
  WHERE n BETWEEN 1 AND :people
""")
_CHANGE: Final = text("""
  UPDATE cases SET status = CASE status WHEN 'waiting' THEN 'in_call' ELSE 'waiting' END
  WHERE id = CAST('00000000-0000-7000-8000-' || lpad(to_hex(CAST(:n AS integer)), 12, '0') AS uuid)
""")
_UNCALLED: Final = text("""
  INSERT INTO row_totals (department_id, campaign_id, area_id, list_id, ending, detail, number)
  SELECT :department_id, :campaign_id, b.id, :campaign_id, ended.ending, ended.detail, 3
  FROM areas b CROSS JOIN unnest(CAST(:endings AS text[]), CAST(:details AS text[])) AS ended (ending, detail)
  WHERE b.level = 'block' AND b.country = :country
""")
_ROWS_COUNTED: Final = text("""
  INSERT INTO row_counts (department_id, campaign_id, counted_at, counted_from)
  VALUES (:department_id, :campaign_id, :now, 'a benchmark')
""")
_COUNTED: Final = text("""
  SELECT district_id, status, outcome, said_most, reached, count(*) FROM cases
  WHERE campaign_id = :campaign_id GROUP BY district_id, status, outcome, said_most, reached
""")


def fill_tiers(
    db: Database, campaign: Campaign, cases: int, *, now: datetime, within: str | None = None, seats: int = 0
) -> None:
    """Make so many cases with two past calls each, of all blocks or of those within an area, and count them.

    Triggers rest: only the owner of a server may. `seats`: at so many desks a day (long_desks) people were talked with.
    """
    facts = {
        "department_id": campaign.department_id,
        "campaign_id": campaign.id,
        "now": now,
        "country": COUNTRY,
        "within": within,
        "lasts": list(_LASTS),
        "seats": seats,
        "people": cases,
        "opens": OPENS,
        "half": DAYS // 2,
    }
    with resting_indexes(db, FILLED, at_once=AT_ONCE):
        side_by_side(partial(_fill_part, db, _CASES, facts), _parts(cases), at_once=AT_ONCE)
        days = ({"day": day} for day in reversed(range(DAYS)))
        side_by_side(partial(_fill_part, db, _CALLS, facts), days, at_once=AT_ONCE)
    settle_tables(db, FILLED)
    with db.engine.begin() as connection:
        endings, details = zip(*_ENDED, strict=True)
        connection.execute(_UNCALLED, facts | {"endings": list(endings), "details": list(details)})
        connection.execute(_ROWS_COUNTED, facts)
    count_at_once(db, hands=AT_ONCE)


def _parts(cases: int) -> Iterator[dict[str, int]]:
    return ({"first": one, "last": min(one + _CHUNK - 1, cases)} for one in range(1, cases + 1, _CHUNK))


def _fill_part(db: Database, statement: TextClause, facts: Mapping[str, Any], part: Mapping[str, int]) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(statement, {**facts, **part})


def settle_tables(db: Database, tables: Sequence[str] = TABLES) -> None:
    """Let PostgreSQL learn how large the tables are, as it does by itself in an hour."""
    side_by_side(partial(_settle, db), tables, at_once=AT_ONCE)


def _settle(db: Database, table: str) -> None:
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"VACUUM ANALYZE {table}"))


def change_cases(db: Database, numbers: Sequence[int], *, counted: bool = True) -> float:
    """Change the status of cases in one transaction, noted or not; return the seconds that the statements took."""
    with db.engine.begin() as connection:
        if not counted:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        began = time.perf_counter()
        for number in numbers:
            connection.execute(_CHANGE, {"n": number})
        return time.perf_counter() - began


def count_by_hand(session: Session, campaign: Campaign) -> int:
    """Count all cases of a campaign anew by district, as a page without totals would; return how many lines came."""
    return len(session.execute(_COUNTED, {"campaign_id": campaign.id}).all())
