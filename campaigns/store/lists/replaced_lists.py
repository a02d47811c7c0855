"""Carries out what a newer version of a list says: cases go on from its rows, and people are brought up to date."""

from datetime import datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.store.lists.compared_lists import COMPARED, meet_people
from campaigns.store.lists.renewed_numbers import renew_numbers
from campaigns.store.people.case_homes import accept_homes
from campaigns.store.people.group_columns import age_group, category_group, gender_group
from campaigns.store.tables import BeneficiaryList

# Rows that were not opened (a sample is called only in part) do not name their person yet.
_WHO_IS_WHO: Final = text("""
    UPDATE list_rows r SET beneficiary_id = a.beneficiary_id FROM arrivals a
    WHERE a.is_known AND r.list_id = :newer_id AND r.row = a.row AND r.beneficiary_id <> a.beneficiary_id
""")

# It names campaign and list row by row: told of one that it has not counted, PostgreSQL thinks of a single case, and would
# look through all versions for each case of it.
_VERSIONS: Final = text(f"""
    CREATE TEMP TABLE versions ON COMMIT DROP AS
    SELECT *, CAST(:campaign_id AS uuid) AS campaign_id, CAST(:older_id AS uuid) AS older_id FROM ({COMPARED}) compared
""")  # noqa: S608 - our own words

_REHOME: Final = text("""
    UPDATE cases c SET list_id = :newer_id, list_row = v.row,
      weight = coalesce((SELECT d.weight FROM drawn_rows d WHERE d.list_id = :newer_id AND d.row = v.row), c.weight)
    FROM (
      SELECT c.id, v.row FROM versions v
      JOIN cases c ON c.beneficiary_id = v.beneficiary_id AND c.campaign_id = v.campaign_id AND c.list_id = v.older_id
      WHERE v.change IN ('changed', 'unchanged')
      ORDER BY c.id FOR NO KEY UPDATE OF c
    ) v
    WHERE c.id = v.id
""")

# What the newer list leaves empty is null here, and stays as it was.
_PEOPLE: Final = text("""
    UPDATE beneficiaries b SET
      name = coalesce(CASE WHEN 'name' = ANY (parts) THEN v.name END, b.name),
      folded_name = coalesce(CASE WHEN 'name' = ANY (parts) THEN said ->> 'folded_name' END, b.folded_name),
      relative_name = coalesce(CASE WHEN 'relative_name' = ANY (parts) THEN said ->> 'relative_name' END,
        b.relative_name),
      village = coalesce(CASE WHEN 'village' = ANY (parts) THEN said ->> 'village' END, b.village),
      pin_code = coalesce(CASE WHEN 'pin_code' = ANY (parts) THEN said ->> 'pin_code' END, b.pin_code),
      category = coalesce(CASE WHEN 'category' = ANY (parts) THEN said ->> 'category' END, b.category),
      gender = coalesce(CASE WHEN 'gender' = ANY (parts) THEN said ->> 'gender' END, b.gender),
      language = coalesce(CASE WHEN 'language' = ANY (parts) THEN said ->> 'language' END, b.language),
      birth_year = coalesce(CASE WHEN 'birth_year' = ANY (parts) THEN CAST(said ->> 'birth_year' AS integer) END,
        b.birth_year),
      scheme_person_id = coalesce(b.scheme_person_id, said ->> 'scheme_person_id'),
      area_id = CASE WHEN moved THEN said ->> 'area_id' ELSE b.area_id END,
      state_id = CASE WHEN moved THEN said ->> 'state_id' ELSE b.state_id END,
      district_id = CASE WHEN moved THEN said ->> 'district_id' ELSE b.district_id END,
      block_id = CASE WHEN moved THEN said ->> 'block_id' ELSE b.block_id END,
      extra = b.extra || coalesce(said -> 'extra', '{}')
    FROM (SELECT *, person AS said, 'area_id' = ANY (parts) AS moved FROM versions WHERE change = 'changed') v
    WHERE b.id = v.beneficiary_id
""")

# A language that no agent of the campaign speaks would keep her waiting for ever, as where cases are opened.
_CASES: Final = text(f"""
    UPDATE cases c SET state_id = b.state_id, district_id = b.district_id, block_id = b.block_id,
      gender = {gender_group("b.gender")}, category = {category_group("b.category")},
      age_band = {age_group("b.birth_year", "c.opened_at")},
      language = CASE WHEN 'language' = ANY (v.parts) THEN (
        SELECT b.language FROM campaigns k JOIN users u ON u.operator_id = k.operator_id OR k.operator_id IS NULL
        WHERE k.id = :campaign_id AND u.role = 'agent' AND u.active AND b.language = ANY (u.languages) LIMIT 1
      ) ELSE c.language END
    FROM versions v JOIN beneficiaries b ON b.id = v.beneficiary_id
    WHERE v.parts && ARRAY['area_id', 'language', 'gender', 'category', 'birth_year'] AND c.beneficiary_id = b.id
      AND c.campaign_id = v.campaign_id
""")  # noqa: S608 - our own words


def take_place_of(session: Session, newer: BeneficiaryList, older: BeneficiaryList, *, now: datetime) -> None:
    """Carry out an approved list's changes against the list that it replaces; both are locked.

    What people have answered stays, and so does what the newer list leaves empty. Whoever it does not name keeps her
    case at the older list's row.
    """
    facts = {"newer_id": newer.id, "older_id": older.id, "campaign_id": newer.campaign_id}
    session.flush()
    meet_people(session, newer)
    for statement in (_WHO_IS_WHO, _VERSIONS, text("ANALYZE versions"), _REHOME):
        session.execute(statement, facts)
    accept_homes(session, newer)
    for statement in (_PEOPLE, _CASES):
        session.execute(statement, facts)
    renew_numbers(session, newer, now=now)
