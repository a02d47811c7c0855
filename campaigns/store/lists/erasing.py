"""Erases from a list that has ended what tells who anybody is, some rows at a time; what was done stays (rules/lists/retention).

A person whom another list of the department still names stays until that list ends, too. The opt-out register keeps
its numbers: without them nobody could keep to it.
"""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from campaigns.rules.lists.retention import is_sealed, sealed_phone
from campaigns.store.tables import BeneficiaryList, Call, ListFilePart, ListRow

_THESE: Final = "list_id = :list_id AND row > :after AND row <= :last"
_ROWS: Final = text(f"""
    UPDATE list_rows SET name = NULL, cells = '[]',
      phones = ARRAY(SELECT right(n.e164, 4) FROM unnest(phones) WITH ORDINALITY AS n (e164, at) ORDER BY n.at),
      details = jsonb_strip_nulls(jsonb_build_object(
        'same_as_row', details -> 'same_as_row', 'rows_of_phone', details -> 'rows_of_phone',
        'other_reasons', details -> 'other_reasons', 'warnings', details -> 'warnings', 'place', details -> 'place',
        'person', CASE WHEN details ? 'person' THEN jsonb_build_object(
          'state_id', details -> 'person' -> 'state_id', 'district_id', details -> 'person' -> 'district_id',
          'block_id', details -> 'person' -> 'block_id', 'gender', details -> 'person' -> 'gender',
          'category', details -> 'person' -> 'category') END))
    WHERE {_THESE}
""")  # noqa: S608 - our own words
_MENDS: Final = text(f"UPDATE list_mends SET before = '', after = '', original = '{{}}' WHERE {_THESE}")  # noqa: S608

_PEOPLE: Final = text("""
    CREATE TEMP TABLE forgotten ON COMMIT DROP AS
    SELECT DISTINCT b.id FROM list_rows r JOIN beneficiaries b ON b.id = r.beneficiary_id
    WHERE r.list_id = :list_id AND r.row > :after AND r.row <= :last AND NOT EXISTS (
      SELECT FROM list_rows o JOIN lists l ON l.id = o.list_id
      WHERE o.beneficiary_id = b.id AND l.erased_at IS NULL
        AND o.row > CASE WHEN l.id = :list_id THEN :last ELSE l.erased_to END
    )
""")
_PERSONS: Final = text("""
    UPDATE beneficiaries SET name = '', folded_name = '', scheme_person_id = NULL, relative_name = NULL,
      birth_year = NULL, village = NULL, pin_code = NULL, extra = '{}'
    WHERE id IN (SELECT id FROM forgotten)
""")
_PHONES: Final = text("DELETE FROM beneficiary_phones WHERE beneficiary_id IN (SELECT id FROM forgotten)")

# Whoever is writing of a call has it locked: she is waited for, and what she has written goes with the rest.
_CALLS: Final = text("""
    SELECT k.id, k.case_id, k.phone FROM cases c JOIN calls k ON k.case_id = c.id
    WHERE c.list_id = :list_id AND c.list_row > :after AND c.list_row <= :last
    ORDER BY k.id FOR NO KEY UPDATE OF k
""")
_THEIRS: Final = "call_id = ANY(CAST(:calls AS uuid[]))"
_NOTES: Final = text(f"UPDATE logged_outcomes SET note = NULL WHERE note IS NOT NULL AND {_THEIRS}")  # noqa: S608 - our own words
_REFUSED: Final = text(f"UPDATE desk_entries SET body = NULL WHERE body IS NOT NULL AND {_THEIRS}")  # noqa: S608
# What agents and officers wrote of her problem; that it was referred, to whom and what came of it stays. An officer who
# is writing is waited for, and finds out next time (erased_people).
_MINE: Final = "SELECT id FROM referrals WHERE case_id = ANY(CAST(:cases AS uuid[]))"
_TENDED: Final = text(f"{_MINE} FOR NO KEY UPDATE")
_PROBLEMS: Final = text(f"UPDATE referrals SET note = '' WHERE note <> '' AND id IN ({_MINE})")  # noqa: S608 - our own words
_STEPS: Final = text(f"UPDATE referral_moves SET note = '' WHERE note <> '' AND referral_id IN ({_MINE})")  # noqa: S608
_EVENTS: Final = text(f"UPDATE carrier_events SET raw = '{{}}' WHERE raw <> '{{}}' AND {_THEIRS}")  # noqa: S608
# What was chosen, counted or dated says what came of the call; what was written in words may say who somebody is.
_IN_WORDS: Final = f"""
    {_THEIRS} AND step IN (
      SELECT step.key FROM script_versions v, jsonb_each(v.document -> 'steps') AS step
      WHERE v.campaign_id = :campaign_id AND step.value ->> 'kind' = 'text'
    )
"""  # noqa: S608 - our own words
_ANSWERS: Final = text(f"UPDATE answers SET value = '{{\"value\": null}}' WHERE {_IN_WORDS}")  # noqa: S608 - our own words
# A trigger noted what each was, until upkeep adds the notes up: it counted as some words, whichever.
_NOTED: Final = text(f'UPDATE answer_changes SET was = \'{{"value": ""}}\' WHERE was IS NOT NULL AND {_IN_WORDS}')  # noqa: S608
_SEAL: Final = text("""
    UPDATE calls k SET phone = s.phone
    FROM unnest(CAST(:ids AS uuid[]), CAST(:phones AS text[])) AS s (id, phone) WHERE k.id = s.id
""")
_WHO_SHE_IS: Final = (_PERSONS, _PHONES, _ROWS, _MENDS)
_WORDS: Final = (_NOTES, _REFUSED, _EVENTS, _ANSWERS, _NOTED, _TENDED, _PROBLEMS, _STEPS)


def erase_rows(session: Session, kept: BeneficiaryList, *, secret: str, limit: int) -> dict[str, int]:
    """Erase the next rows of a locked list with their people and calls; return how many of each. No row: all is done."""
    following = select(ListRow.row).where(ListRow.list_id == kept.id, ListRow.row > kept.erased_to)
    rows = following.order_by(ListRow.row).limit(limit).subquery()
    last, count = session.execute(select(func.max(rows.c.row), func.count())).one()
    if not count:
        return {"rows": 0, "people": 0, "calls": 0}
    facts = {"list_id": kept.id, "after": kept.erased_to, "last": last}
    called: list[Any] = list(session.execute(_CALLS, facts))
    for statement in (_PEOPLE, *_WHO_SHE_IS):
        session.execute(statement, facts)
    people = session.scalar(text("SELECT count(*) FROM forgotten")) or 0
    session.execute(text("DROP TABLE forgotten"))
    _seal(session, called, secret)
    _erase_words(session, kept.campaign_id, [call.id for call in called], [call.case_id for call in called])
    kept.erased_to = last
    return {"rows": int(count), "people": int(people), "calls": len(called)}


def forget_late_words(session: Session, call: Call) -> None:
    """Erase what has just been written of a locked call whose person is erased: that it came stays, its words do not."""
    if is_sealed(call.phone):
        _erase_words(session, call.campaign_id, [call.id], [call.case_id])


def _erase_words(session: Session, campaign_id: UUID, calls: list[UUID], cases: list[UUID]) -> None:
    """Erase all that anybody wrote of some locked calls. Whatever new table holds words of a call is named in _WORDS."""
    for statement in _WORDS:
        session.execute(statement, {"campaign_id": campaign_id, "calls": calls, "cases": cases})


def _seal(session: Session, called: list[Any], secret: str) -> None:
    sealed = [(call.id, sealed_phone(secret, call.phone)) for call in called if not is_sealed(call.phone)]
    if sealed:
        session.execute(_SEAL, {"ids": [id_ for id_, _ in sealed], "phones": [phone for _, phone in sealed]})


def erase_file(session: Session, kept: BeneficiaryList) -> None:
    """Erase the file as it came and what was shown of it; its name, size, columns and SHA-256 stay."""
    session.execute(delete(ListFilePart).where(ListFilePart.list_id == kept.id))
    session.execute(update(BeneficiaryList).where(BeneficiaryList.id == kept.id).values(sample=[]))
    session.refresh(kept, ["sample"])
