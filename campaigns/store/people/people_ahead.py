"""Stores some of a long list's new people beside its approval, on a connection of their own: two keep two processors busy.

They are committed a moment before the approval is, and a note with them says of which list. The approval takes the note
away as it commits. Where it dies, the note stays, and whoever finds it takes the people away again: they have no case,
so nobody knows of them. The lock of the department's people tells an approval that runs from one that died.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from campaigns.store.ordered_ids import ids_of_moment
from campaigns.store.people.arrivals import PERSON, meet_arrivals
from campaigns.store.people.new_people import save_new_people
from campaigns.store.people.samples import IS_CALLED
from campaigns.store.tables import BeneficiaryList, Department, PeopleAhead

_AHEAD: Final = f"(verdict = 'accepted' AND row > :after AND {IS_CALLED})"
# Neither connection of an approval ever waits for the other's locks; should that change, it ends instead of hanging.
_NO_LONG_WAIT = text("SELECT set_config('lock_timeout', '10s', true)")

_CLEAR: Final = tuple(
    text(f"""
        DELETE FROM {table} WHERE department_id = :department_id AND {person} BETWEEN :first AND :last
          AND NOT EXISTS (SELECT FROM cases c WHERE c.beneficiary_id = {table}.{person})
    """)  # noqa: S608 - our own words
    for table, person in (("beneficiary_phones", "beneficiary_id"), ("beneficiaries", "id"))
)


def save_people_ahead(session: Session, kept: BeneficiaryList, *, after: int, now: datetime) -> None:
    """Store the new people of the rows after this one of a list that another transaction holds locked, with the note."""
    session.execute(_NO_LONG_WAIT)
    facts: dict[str, Any] = {"list_id": kept.id, "department_id": kept.department_id, "after": after, "now": now}
    meet_arrivals(session, _AHEAD, facts, also=PERSON)
    save_new_people(session, facts)
    session.add(PeopleAhead(list_id=kept.id, department_id=kept.department_id))
    session.flush()


def forget_people_ahead(session: Session, list_id: UUID) -> None:
    """Take the note away: the people of a list stand with its cases."""
    session.execute(delete(PeopleAhead).where(PeopleAhead.list_id == list_id))


def clear_people_ahead(session: Session, department_id: UUID) -> int:
    """Take away whom approvals that died have left; of how many lists. The department's people are locked."""
    left = select(BeneficiaryList.id, BeneficiaryList.uploaded_at).join(
        PeopleAhead, PeopleAhead.list_id == BeneficiaryList.id
    )
    found = session.execute(left.where(PeopleAhead.department_id == department_id)).all()
    for list_id, uploaded_at in found:
        first, last = ids_of_moment(uploaded_at)
        for statement in _CLEAR:
            session.execute(statement, {"department_id": department_id, "first": first, "last": last})
        forget_people_ahead(session, list_id)
    return len(found)


def lock_departments_with_people_ahead(session: Session) -> list[UUID]:
    """Lock the people of departments where such a note stands, unless an approval runs there."""
    noted = select(PeopleAhead.department_id)
    free = select(Department.id).where(Department.id.in_(noted)).order_by(Department.id)
    return list(session.scalars(free.with_for_update(key_share=True, skip_locked=True)))
