"""Keeps how a long list compares with the older one that it is to replace, until its rows change: pages only read it."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Final
from uuid import UUID

from sqlalchemy import delete, text, update
from sqlalchemy.orm import Session

from campaigns.rules.lists.list_versions import Change
from campaigns.rules.lists.long_changes import LongKind, is_long
from campaigns.rules.lists.sample_going_on import Met
from campaigns.store.lists.compared_lists import COMPARED
from campaigns.store.lists.list_versions import ComparedPerson, Comparison, compared_person, meet_compared
from campaigns.store.lists.samples_going_on import going_on_frame, sample_to_go_on
from campaigns.store.tables import BeneficiaryList, ComparedRow, ListComparison

_COMPARE: Final = text(f"""
    CREATE TEMP TABLE told ON COMMIT DROP AS
    SELECT change, coalesce(row, older_row) AS place, row, older_row, parts, beneficiary_id FROM ({COMPARED}) both_lists
""")  # noqa: S608 - our own words
_KEEP: Final = text("""
    INSERT INTO compared_rows (list_id, department_id, change, place, row, older_row, parts)
    SELECT :list_id, :department_id, change, place, row, older_row, parts FROM told
""")
_COUNT: Final = text("SELECT change, count(*) FROM told GROUP BY change")
_OPEN: Final = text("""
    SELECT count(*) FROM told WHERE change = 'missing' AND EXISTS (
      SELECT FROM cases c
      WHERE c.beneficiary_id = told.beneficiary_id AND c.list_id = :older_id AND c.status <> 'closed')
""")
_PEOPLE: Final = text("""
    SELECT c.place, coalesce(n.name, o.name) AS name, o.name AS older_name, n.phones, o.phones AS older_phones,
      n.details -> 'person' AS person, o.details -> 'person' AS older_person, c.parts
    FROM (
      SELECT * FROM compared_rows WHERE list_id = :list_id AND change = :change AND place > :after
      ORDER BY place LIMIT :limit
    ) c
    LEFT JOIN list_rows n ON n.list_id = :list_id AND n.row = c.row
    LEFT JOIN list_rows o ON o.list_id = :older_id AND o.row = c.older_row
    ORDER BY c.place
""")


def takes_long_to_compare(newer: BeneficiaryList, older: BeneficiaryList | None) -> bool:
    """Tell whether a worker compares these two, or settles the newer one where it is to replace none any more."""
    rows = rows_of_both(newer, older)
    return is_long(LongKind.NEWER_THAN, rows, rows_of_list=rows)


def rows_of_both(newer: BeneficiaryList, older: BeneficiaryList | None) -> int:
    """Return the rows of a list and of the one that it is to replace."""
    return (newer.rows_total or 0) + ((older.rows_total or 0) if older else 0)


def keep_comparison(session: Session, newer: BeneficiaryList, older_id: UUID) -> None:
    """Compare a locked list with the older one that it is to replace, and keep what comes of it."""
    forget_comparison(session, newer.id)
    facts = {"list_id": newer.id, "department_id": newer.department_id, "older_id": older_id}
    meet_compared(session, newer, older_id)
    session.execute(text("DROP TABLE IF EXISTS pg_temp.told"))
    for statement in (_COMPARE, _KEEP):
        session.execute(statement, facts)
    before = sample_to_go_on(session, newer)
    met = going_on_frame(session, newer, before) if before is not None else None
    session.add(
        ListComparison(
            **facts,
            holds=True,
            people={change: people for change, people in session.execute(_COUNT)},  # noqa: C416 - rows are no pairs to mypy
            missing_open=session.scalar(_OPEN, facts),
            met=[asdict(each) for each in met.met] if met else None,
            digest=met.digest if met else None,
        )
    )
    session.flush()


def kept_comparison(session: Session, newer: BeneficiaryList) -> ListComparison | None:
    """Return what is kept of a list's comparison with the one that it is to replace."""
    found = session.get(ListComparison, newer.id)
    return found if found is not None and found.older_id == newer.replaces_id else None


def counted_people(kept: ListComparison) -> Comparison:
    """Return how many people a newer version brings, changes, leaves out or leaves as they are."""
    people = {Change(word): people for word, people in kept.people.items()}
    return Comparison(dict.fromkeys(Change, 0) | people, kept.missing_open)


def kept_people(
    session: Session, kept: ListComparison, change: Change, *, after: int, limit: int
) -> list[ComparedPerson]:
    """Return a page of the people compared, by the row that names them, as their rows are now."""
    facts = {"list_id": kept.list_id, "older_id": kept.older_id, "change": change.value}
    return [compared_person(line) for line in session.execute(_PEOPLE, facts | {"after": after, "limit": limit})]


def people_met(kept: ListComparison) -> Sequence[Met]:
    """Return the people of the newer list by what they were in the sample of the older one."""
    return [Met(**each) for each in kept.met or ()]


def note_rows_changed(session: Session, list_id: UUID) -> None:
    """Note that rows of a list have changed, so that its comparison no longer holds."""
    held = update(ListComparison).where(ListComparison.list_id == list_id, ListComparison.holds)
    session.execute(held.values(holds=False))


def forget_comparison(session: Session, list_id: UUID) -> None:
    """Forget the comparison of a list, which is compared anew or is no longer in review."""
    for table in (ComparedRow, ListComparison):
        session.execute(delete(table).where(table.list_id == list_id))
