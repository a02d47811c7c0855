"""A long account for a benchmark, made inside PostgreSQL: one list whose people were called, and the bare COPY beside it."""

import time
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from psycopg import Connection
from sqlalchemy import text

from campaigns.store.session import Database

TABLES: Final = ("lists", "list_rows", "beneficiaries", "cases", "calls")
_BLOCK: Final = 1 << 20


def _id(kind: str, n: str = "n") -> str:
    """A mixed id, as uuids of version 4 are, so that no index is read in the order of the rows."""
    return f"CAST(md5('{kind}' || {n}) AS uuid)"


# Of ten rows one is refused; of the people of the others four answered, one refused, two were never reached after four
# calls, one waits, one is to be called back.
_LIST: Final = f"""
  INSERT INTO lists (id, department_id, campaign_id, status, filename, sha256, size, reading, columns, sample, readings,
    rows_read, cells_picked_to, rows_total, accepted, rejected, ignored, warned, withdraws_missing, uploaded_at)
  SELECT {_id("list", "1")}, :department_id, :campaign_id, 'approved', 'people.csv', md5('people'), 1, '{{}}', '{{}}',
    '[]', 1, :rows, 0, :rows, :rows - :rows / 10, :rows / 10, 0, '{{}}', false, :now
"""
_PLACES: Final = """
  CREATE TEMP TABLE bench_places ON COMMIT DROP AS
  SELECT row_number() OVER (ORDER BY b.id) - 1 AS place, b.id AS block_id, d.id AS district_id, 'state:1' AS state_id,
    count(*) OVER () AS places
  FROM areas b JOIN areas d ON d.id = b.parent_id JOIN areas above ON above.id = d.parent_id
  WHERE b.level = 'block' AND d.level = 'district' AND 'state:1' IN (above.id, above.parent_id)
"""
_ROWS: Final = f"""
  INSERT INTO list_rows (department_id, list_id, row, verdict, reason, details, name, phones, cells, beneficiary_id)
  SELECT :department_id, {_id("list", "1")}, n, CASE WHEN n % 10 = 0 THEN 'rejected' ELSE 'accepted' END,
    CASE WHEN n % 10 = 0 THEN 'phone_rounded' END,
    CASE WHEN n % 10 = 0 THEN jsonb_build_object('place', jsonb_build_object('district_id', p.district_id))
      ELSE jsonb_build_object('person', jsonb_build_object('scheme_person_id', 'OAP-' || n, 'village', 'Village ' || n,
        'state_id', p.state_id, 'district_id', p.district_id, 'block_id', p.block_id, 'gender', 'f')) END,
    'Person ' || n, ARRAY['+9194' || lpad(CAST(n AS text), 8, '0')],
    to_jsonb(ARRAY[CAST(n AS text), 'Person ' || n, 'Village ' || n, '94' || lpad(CAST(n AS text), 8, '0')]),
    CASE WHEN n % 10 > 0 THEN {_id("person")} END
  FROM generate_series(1, :rows) n JOIN bench_places p ON p.place = n % p.places
"""  # noqa: S608
_PEOPLE: Final = f"""
  INSERT INTO beneficiaries (id, department_id, name, folded_name, scheme_person_id, state_id, district_id, block_id,
    extra, created_at)
  SELECT {_id("person")}, :department_id, 'Person ' || n, 'person ' || n, 'OAP-' || n, p.state_id, p.district_id,
    p.block_id, '{{}}', :now
  FROM generate_series(1, :rows) n JOIN bench_places p ON p.place = n % p.places WHERE n % 10 > 0
"""  # noqa: S608
_CASES: Final = f"""
  INSERT INTO cases (id, department_id, campaign_id, beneficiary_id, list_id, list_row, status, due_at, priority,
    phone_position, attempts, outcome, reached, needs_agent_reserved, state_id, district_id, block_id, weight, opened_at)
  SELECT {_id("case")}, :department_id, :campaign_id, {_id("person")}, {_id("list", "1")}, n,
    CASE n % 10 WHEN 8 THEN 'waiting' WHEN 9 THEN 'callback' ELSE 'closed' END, :now, 5, 0, 1,
    CASE WHEN n % 10 < 5 THEN 'completed' WHEN n % 10 = 5 THEN 'refused' WHEN n % 10 = 9 THEN 'call_later'
      ELSE 'no_answer' END,
    n % 10 < 6, false, p.state_id, p.district_id, p.block_id, 1, :now
  FROM generate_series(1, :rows) n JOIN bench_places p ON p.place = n % p.places WHERE n % 10 > 0
"""  # noqa: S608
_CALLS: Final = f"""
  INSERT INTO calls (id, department_id, campaign_id, case_id, phone, caller_id, status, end_reason, carrier,
    carrier_call_id, preview, intended_at, expires_at, sent_at, settle_tries, abandoned, outcome, direction)
  SELECT {_id("call", "n || ' ' || call")}, :department_id, :campaign_id, {_id("case")},
    '+9194' || lpad(CAST(n AS text), 8, '0'), '+911140000000', 'ended', 'completed', 'bench', n || ' ' || call, false,
    at, at, at, 0, false,
    CASE WHEN call < last OR n % 10 IN (6, 7, 8) THEN 'no_answer' WHEN n % 10 < 5 THEN 'completed'
      WHEN n % 10 = 5 THEN 'refused' ELSE 'call_later' END, 'out'
  FROM generate_series(1, :rows) n
    CROSS JOIN LATERAL (SELECT CASE WHEN n % 10 IN (6, 7) THEN 4 ELSE 1 + n % 2 END AS last) calls
    CROSS JOIN LATERAL generate_series(1, last) call
    CROSS JOIN LATERAL (SELECT :now - make_interval(days => 5 - call, secs => n % 20000) AS at) moment
  WHERE n % 10 > 0
"""  # noqa: S608


def make_busy_account(db: Database, campaign_id: UUID, department_id: UUID, rows: int, *, now: datetime) -> None:
    """Fill a campaign with one list of so many rows, its people, their cases and their calls."""
    facts = {"campaign_id": campaign_id, "department_id": department_id, "rows": rows, "now": now}
    with db.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # what is made here needs no checks
        for statement in (_PLACES, _LIST, _ROWS, _PEOPLE, _CASES, _CALLS):
            connection.execute(text(statement), facts)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"VACUUM ANALYZE {', '.join(TABLES)}"))


def bare_copy_of(db: Database, file: Path, columns: int) -> float:
    """Keep an account's CSV as a bare table and return the seconds in which COPY … TO gives the same rows again."""
    names = ", ".join(f"c{number}" for number in range(columns))
    with db.engine.begin() as connection:
        connection.execute(text(f"CREATE UNLOGGED TABLE bare_account ({names.replace(',', ' text,')} text)"))
        driver = connection.connection.driver_connection
        if not isinstance(driver, Connection):
            raise TypeError(driver)
        with driver.cursor() as cursor:
            with cursor.copy("COPY bare_account FROM STDIN (FORMAT csv, HEADER)") as copy, file.open("rb") as lines:
                while read := lines.read(_BLOCK):
                    copy.write(read)
            began = time.perf_counter()
            with cursor.copy("COPY bare_account TO STDOUT (FORMAT csv)") as copy, file.open("wb") as out:
                for block in copy:
                    out.write(block)
            return time.perf_counter() - began
