"""Finds who the rows of a list are, and opens their cases, in a few statements for the whole list."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import CursorResult, text
from sqlalchemy.orm import Session

from campaigns.store.lists.numbers_never_tried import try_new_numbers
from campaigns.store.ordered_ids import ORDERED_ID, id_moment
from campaigns.store.people.arrivals import PERSON, meet_arrivals, rows_looked_up
from campaigns.store.people.group_columns import age_group, category_group, gender_group
from campaigns.store.people.new_people import IS_NEW, LAST_ROW, save_new_people
from campaigns.store.people.samples import IS_CALLED
from campaigns.store.tables import BeneficiaryList

_SAID_AGAIN: Final = "reason IN ('duplicate_in_file', 'duplicate_in_campaign')"

# A row that names a person once more may bring a number that the first one lacked. In a sample the first may be missing.
_FIRST_ROW: Final = ", CAST(details ->> 'same_as_row' AS integer) AS same_as_row"
_SAME_AS = text("""
    UPDATE arrivals a SET beneficiary_id = first.beneficiary_id, is_known = true
    FROM arrivals first WHERE a.reason = 'duplicate_in_file' AND first.row = a.same_as_row
""")
_KNOWN = text("""
    CREATE TEMP TABLE known_arrivals ON COMMIT DROP AS
    SELECT CAST(:list_id AS uuid) AS list_id, row, verdict, beneficiary_id, phones, person -> 'phone_notes' AS notes
    FROM arrivals WHERE is_known
""")
_COUNT_KNOWN = text("ANALYZE known_arrivals (row)")  # where they are few, each is looked up
_WHO_IS_WHO = text("""
    UPDATE list_rows r SET beneficiary_id = k.beneficiary_id
    FROM known_arrivals k
    WHERE r.list_id = k.list_id AND r.row = k.row AND r.beneficiary_id IS DISTINCT FROM k.beneficiary_id
""")
_MORE_PHONES_OF_KNOWN_PEOPLE = text("""
    CREATE TEMP TABLE more_phones ON COMMIT DROP AS
    WITH written AS MATERIALIZED (
      SELECT DISTINCT ON (a.beneficiary_id, n.e164) a.beneficiary_id, n.e164, n.place, a.row,
        a.notes ->> CAST(n.place - 1 AS integer) AS note
      FROM known_arrivals a, unnest(a.phones) WITH ORDINALITY AS n (e164, place)
      ORDER BY a.beneficiary_id, n.e164, a.row, n.place
    ), had AS (
      SELECT beneficiary_id, max(position) AS last FROM beneficiary_phones
      WHERE beneficiary_id IN (SELECT beneficiary_id FROM written) GROUP BY beneficiary_id
    )
    SELECT w.beneficiary_id,
      coalesce(had.last, -1) + row_number() OVER (PARTITION BY w.beneficiary_id ORDER BY w.row, w.place) AS position,
      w.e164, nullif(w.note, '') AS note
    FROM written w LEFT JOIN had USING (beneficiary_id)
    WHERE NOT EXISTS (
      SELECT FROM beneficiary_phones p WHERE p.beneficiary_id = w.beneficiary_id AND p.e164 = w.e164
    )
""")
_SAVE_MORE_PHONES = text("""
    INSERT INTO beneficiary_phones (beneficiary_id, department_id, position, e164, note)
    SELECT beneficiary_id, :department_id, position, e164, note FROM more_phones
""")
_BROUGHT: Final = "SELECT beneficiary_id, e164, position FROM more_phones"

# A language that no agent of the campaign speaks would keep its people waiting for ever: anybody may try them.
_CASES = text(f"""
    WITH spoken AS MATERIALIZED (
      SELECT DISTINCT unnest(u.languages) AS language
      FROM campaigns c JOIN users u ON u.operator_id = c.operator_id OR c.operator_id IS NULL
      WHERE c.id = :campaign_id AND u.role = 'agent' AND u.active
    )
    INSERT INTO cases (id, department_id, campaign_id, beneficiary_id, list_id, list_row, status, due_at, priority,
      phone_position, attempts, reached, needs_agent_reserved, state_id, district_id, block_id, gender, category, age_band,
      language, weight, opened_at)
    SELECT {ORDERED_ID}, :department_id, :campaign_id, beneficiary_id, :list_id, row, 'waiting', :now, 5, 0, 0, false, false,
      state_id, district_id, block_id, {gender_group("gender")}, {category_group("category")},
      {age_group("birth_year", "CAST(:now AS timestamptz)")}, spoken.language, coalesce(drawn.weight, 1), :now
    FROM (
      SELECT a.row, a.beneficiary_id, person ->> 'state_id' AS state_id, person ->> 'district_id' AS district_id,
        person ->> 'block_id' AS block_id, person ->> 'language' AS language, person ->> 'gender' AS gender,
        person ->> 'category' AS category, CAST(person ->> 'birth_year' AS integer) AS birth_year
      FROM arrivals a WHERE {IS_NEW}
      UNION ALL
      SELECT * FROM (
        SELECT DISTINCT ON (b.id) a.row, b.id, b.state_id, b.district_id, b.block_id, b.language, b.gender, b.category,
          b.birth_year
        FROM known_arrivals a JOIN beneficiaries b ON b.id = a.beneficiary_id
        WHERE a.verdict = 'accepted' ORDER BY b.id, a.row
      ) known
    ) people LEFT JOIN spoken USING (language)
    LEFT JOIN (SELECT row, weight FROM drawn_rows WHERE list_id = :list_id) drawn USING (row)
    ORDER BY row
    ON CONFLICT (campaign_id, beneficiary_id) DO NOTHING
""")  # noqa: S608 - our own words

# Who was only to be asked whether a problem is solved keeps how her row had ended; upkeep says that nobody asked her.
_WITHDRAW = text("""
    WITH mine AS MATERIALIZED (
      SELECT id, status, confirms_id FROM cases
      WHERE list_id = :list_id AND status IN ('waiting', 'callback')
      ORDER BY id FOR NO KEY UPDATE
    ), ends AS (
      SELECT mine.id, mine.status, coalesce(r.case_outcome, 'withdrawn') AS outcome,
        CASE WHEN r.case_outcome IS NULL THEN 'withdraw' ELSE 'close' END AS event
      FROM mine LEFT JOIN referrals r ON r.id = mine.confirms_id
    ), closed AS (
      UPDATE cases c SET status = 'closed', outcome = ends.outcome, outcome_at = :now, closed_at = :now
      FROM ends WHERE c.id = ends.id
    )
    INSERT INTO case_moves (id, department_id, case_id, event, before, after, outcome, at)
    SELECT gen_random_uuid(), :department_id, id, event, status, 'closed', outcome, :now FROM ends
    RETURNING case_id
""")


def meet_people_of_list(session: Session, kept: BeneficiaryList) -> None:
    """Find who the rows of a locked list are, for the functions that follow."""
    which = f"({_SAID_AGAIN} OR verdict = 'accepted' AND {IS_CALLED})"
    facts = {"list_id": kept.id, "department_id": kept.department_id}
    meet_arrivals(session, which, facts, also=PERSON + _FIRST_ROW)
    for statement in (_SAME_AS, _KNOWN, _COUNT_KNOWN):
        session.execute(statement, facts)
    with rows_looked_up(session):
        session.execute(_WHO_IS_WHO, facts)


def save_people_of_list(session: Session, kept: BeneficiaryList, *, now: datetime, up_to: int = LAST_ROW) -> None:
    """Store the new people whom its rows up to this one name."""
    save_new_people(session, _facts(kept, now), up_to=up_to)


def open_cases_of_list(session: Session, kept: BeneficiaryList, *, now: datetime) -> int:
    """Open the cases of a locked list, all of whose people stand now; return how many are new in the campaign."""
    facts = _facts(kept, now) | {"moment": id_moment(now, kept.id)}
    session.execute(_MORE_PHONES_OF_KNOWN_PEOPLE, facts)
    session.execute(_SAVE_MORE_PHONES, facts)
    try_new_numbers(session, kept, _BROUGHT, now=now)
    opened: CursorResult[Any] = session.connection().execute(_CASES, facts)
    return opened.rowcount


def withdraw_cases_of_list(session: Session, kept: BeneficiaryList, *, now: datetime) -> int:
    """Close the cases of a locked list that no call is at; return how many."""
    return len(session.execute(_WITHDRAW, _facts(kept, now)).all())


def _facts(kept: BeneficiaryList, now: datetime) -> dict[str, Any]:
    return {
        "list_id": kept.id,
        "department_id": kept.department_id,
        "campaign_id": kept.campaign_id,
        "now": now,
    }
