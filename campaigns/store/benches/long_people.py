"""The list behind a benchmark's cases: its rows, good and refused, its people and their phones, made inside PostgreSQL."""

import json
from datetime import datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import TextClause, text

from campaigns.rules.lists.columns import ColumnMap
from campaigns.store.benches.resting_indexes import resting_indexes, side_by_side
from campaigns.store.session import Database
from campaigns.store.tables import Campaign

FILLED: Final = ("list_rows", "beneficiaries", "beneficiary_phones")
AT_ONCE: Final = 2
_CHUNK: Final = 250_000
_REFUSED: Final = 20  # of so many rows beside the people's one more is refused

# The list bears the id of the campaign, as the cases of long_tiers say.
_LIST: Final = text("""
  INSERT INTO lists (id, department_id, campaign_id, status, filename, sha256, size, reading, columns, sample, readings,
    rows_read, cells_picked_to, rows_total, accepted, rejected, ignored, warned, withdraws_missing, uploaded_at)
  SELECT :campaign_id, :department_id, :campaign_id, 'approved', 'people.csv', md5('people'), 1, '{}', CAST(:columns AS jsonb),
    '[["Id", "Name", "Phone"]]', 1,
    :people + :refused, 0, :people + :refused, :people, :refused, 0, '{}', false,
    CAST(:now AS timestamptz) - interval '100 days'
""")
_PEOPLE: Final = text("""
  INSERT INTO beneficiaries (id, department_id, name, folded_name, scheme_person_id, state_id, district_id, block_id,
    area_id, extra, created_at)
  SELECT beneficiary_id, department_id, 'Person ' || list_row, 'person ' || list_row, 'OAP-' || list_row, state_id,
    district_id, block_id, block_id, '{}', opened_at
  FROM cases WHERE campaign_id = :campaign_id AND list_row BETWEEN :first AND :last
""")
_PHONES: Final = text("""
  INSERT INTO beneficiary_phones (beneficiary_id, department_id, position, e164)
  SELECT beneficiary_id, department_id, 0, '+9160' || lpad(CAST(list_row AS text), 8, '0')
  FROM cases WHERE campaign_id = :campaign_id AND list_row BETWEEN :first AND :last
""")
_ROWS: Final = text("""
  INSERT INTO list_rows (department_id, list_id, row, verdict, details, name, phones, cells, beneficiary_id)
  SELECT department_id, list_id, list_row, 'accepted', jsonb_build_object('person', jsonb_build_object(
      'scheme_person_id', 'OAP-' || list_row, 'state_id', state_id, 'district_id', district_id, 'block_id', block_id)),
    'Person ' || list_row, ARRAY['+9160' || lpad(CAST(list_row AS text), 8, '0')],
    to_jsonb(ARRAY[CAST(list_row AS text), 'Person ' || list_row, '60' || lpad(CAST(list_row AS text), 8, '0')]),
    beneficiary_id
  FROM cases WHERE campaign_id = :campaign_id AND list_row BETWEEN :first AND :last
""")
_REFUSED_ROWS: Final = text("""
  INSERT INTO list_rows (department_id, list_id, row, verdict, reason, details, name, phones, cells)
  SELECT department_id, list_id, :people + list_row / :each, 'rejected',
    (ARRAY['phone_missing', 'phone_rounded', 'phone_invalid'])[1 + list_row / :each % 3],
    jsonb_build_object('place', jsonb_build_object('state_id', state_id, 'district_id', district_id, 'block_id', block_id)),
    'Person ' || list_row, ARRAY[]::text[], to_jsonb(ARRAY[CAST(list_row AS text), 'Person ' || list_row, ''])
  FROM cases WHERE campaign_id = :campaign_id AND list_row BETWEEN :first AND :last AND list_row % :each = 0
""")


def fill_people(db: Database, campaign: Campaign, cases: int, *, now: datetime) -> None:
    """Make a row, a person and a phone for each case, and refused rows. Triggers rest: only the owner of a server may."""
    columns = ColumnMap(header_row=1, scheme_person_id=0, name=1, phones=(2,), labels=("Id", "Name", "Phone"))
    facts = {
        "campaign_id": campaign.id,
        "department_id": campaign.department_id,
        "columns": json.dumps(columns.as_json()),
        "people": cases,
        "refused": cases // _REFUSED,
        "each": _REFUSED,
        "now": now,
    }
    with db.engine.begin() as connection:
        connection.execute(_LIST, facts)
    parts = [
        (one, facts | {"first": first, "last": min(first + _CHUNK - 1, cases)})
        for one in (_PEOPLE, _PHONES, _ROWS, _REFUSED_ROWS)
        for first in range(1, cases + 1, _CHUNK)
    ]
    with resting_indexes(db, FILLED, at_once=AT_ONCE):
        side_by_side(partial(_fill, db), parts, at_once=AT_ONCE)


def _fill(db: Database, part: tuple[TextClause, dict[str, Any]]) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(*part)
