"""A queue of millions of invented cases for a benchmark, made inside PostgreSQL, and how the claim goes through it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.store.calling.queue_claims import CLAIM
from campaigns.store.session import Database
from campaigns.store.tables import Campaign

BLOCKS: Final = 287
SHUT_DISTRICT: Final = "district:3"
LANGUAGES: Final = ("ur", "ks", "hi", "ps")
TABLES: Final = ("cases", "beneficiary_phones", "calls", "case_lanes")
_CHUNK: Final = 250_000

# Every case in one of 287 blocks and four languages. One in eleven waits for a later day, one in 51 has a phone that was
# rung three times today, one in forty shares its phone with the neighbour before. Lists come block after block, and
# neighbours who were called together are due together again; their numbers are no neighbours. In a scattered list the
# people of a block are as far apart as can be, and due apart.
FREE: Final = "{n} % 11 <> 0 AND {n} % 51 <> 7 AND {n} % 40 NOT IN (2, 3)"  # who waits for nothing and shares no phone
_PHONE: Final = "'+9160' || lpad(CAST({n} * 38196601 % 100000000 AS text), 8, '0')"  # another one for each n
_CASES: Final = text("""
  INSERT INTO cases (id, department_id, campaign_id, beneficiary_id, list_id, list_row, status, due_at, priority,
    phone_position, attempts, reached, needs_agent_reserved, state_id, district_id, block_id, language, weight, opened_at)
  SELECT CAST('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0') AS uuid), :department_id, :campaign_id,
    CAST('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0') AS uuid), :campaign_id, n, 'waiting',
    :now + CASE WHEN n % 11 = 0 THEN interval '2 days'
      ELSE make_interval(secs => -(CASE WHEN :scattered THEN n ELSE n / 80 END % 601)) END, 5,
    0, 1, false, false, 'state:1', 'district:' || block / 15, 'block:' || block,
    (CAST(:languages AS text[]))[1 + (n / 4) % 4], 1, :now
  FROM generate_series(CAST(:first AS bigint), :last) n
    CROSS JOIN LATERAL (
      SELECT CASE WHEN :scattered THEN n % :blocks ELSE (n - 1) * :blocks / :cases END AS block
    ) place
""")
_LANES: Final = text("""
  INSERT INTO case_lanes (department_id, campaign_id, priority, place, language, state_id, district_id, turn)
  SELECT DISTINCT department_id, campaign_id, priority, block_id, language, state_id, district_id, 0 FROM cases
""")
_PHONES: Final = text(f"""
  INSERT INTO beneficiary_phones (beneficiary_id, department_id, position, e164)
  SELECT CAST('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0') AS uuid), :department_id, 0,
    {_PHONE.format(n="CASE WHEN n % 40 = 3 THEN n - 1 ELSE n END")}
  FROM generate_series(CAST(:first AS bigint), :last) n
""")  # noqa: S608 - our own words
_CALLS: Final = text(f"""
  INSERT INTO calls (id, department_id, campaign_id, case_id, phone, caller_id, status, end_reason, carrier,
    carrier_call_id, preview, intended_at, expires_at, sent_at, ended_at, settle_tries, abandoned, outcome)
  SELECT CAST('00000000-0000-7000-' || lpad(to_hex(40960 + k), 4, '0') || '-' || lpad(to_hex(n), 12, '0') AS uuid),
    :department_id, :campaign_id, CAST('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0') AS uuid),
    {_PHONE.format(n="n")}, '+911140000000', 'ended', 'no_answer', 'sandbox', n || '-' || k, false,
    at, at, at, at, 0, false, 'no_answer'
  FROM generate_series(CAST(:first AS bigint), :last) n
    CROSS JOIN LATERAL generate_series(1, CASE WHEN n % 51 = 7 THEN 3 ELSE 2 END) k
    CROSS JOIN LATERAL (
      SELECT :now - CASE WHEN n % 51 = 7 THEN make_interval(mins => CAST(20 * k AS integer))
        ELSE make_interval(days => CAST(2 * k AS integer)) END AS at
    ) moment
""")  # noqa: S608 - our own words


def fill_queue(db: Database, campaign: Campaign, cases: int, *, now: datetime, scattered: bool = False) -> None:
    """Make so many waiting cases with two past calls each. Keys are not checked: only the owner of a server may."""
    facts = {
        "department_id": campaign.department_id,
        "campaign_id": campaign.id,
        "now": now,
        "cases": cases,
        "scattered": scattered,
        "blocks": BLOCKS,
        "languages": list(LANGUAGES),
    }
    for first in range(1, cases + 1, _CHUNK):
        with db.engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for statement in (_CASES, _PHONES, _CALLS):
                connection.execute(statement, facts | {"first": first, "last": min(first + _CHUNK - 1, cases)})
    with db.engine.begin() as connection:
        connection.execute(_LANES)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in TABLES:
            connection.execute(text(f"VACUUM ANALYZE {table}"))


def claim_plan(session: Session, facts: dict[str, Any]) -> list[str]:
    """Return how the claim reads and sorts, step by step, as PostgreSQL carries it out: `Index Scan calls …`."""
    explained = session.execute(text(f"EXPLAIN (ANALYZE, FORMAT JSON) {CLAIM.text}"), facts).scalar_one()
    return [
        " ".join(str(step[key]) for key in ("Node Type", "Relation Name", "Index Name", "Actual Rows") if key in step)
        for step in _steps(explained[0]["Plan"])
        if "Scan" in step["Node Type"] or "Sort" in step["Node Type"]
    ]


def _steps(step: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield step
    for below in step.get("Plans", ()):
        yield from _steps(below)
