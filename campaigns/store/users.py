"""The people who sign in."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from campaigns.rules.roles import Role
from campaigns.store.tables import Campaign, Centre, Department, User


def user(session: Session, user_id: UUID) -> User | None:
    """Return one person."""
    return session.get(User, user_id)


def user_by_sign_in(session: Session, sign_in: str) -> User | None:
    """Return the person with a sign-in ID, which is always lower case."""
    return session.scalar(select(User).where(User.sign_in == sign_in))


def users(session: Session) -> Sequence[User]:
    """Return everybody, those who may sign in first."""
    return session.scalars(select(User).order_by(User.active.desc(), User.role, User.name, User.sign_in)).all()


def agents_tended_by(session: Session, supervisor: User) -> Sequence[User]:
    """Return the agents of a supervisor's company, those of her own centre first; nobody's where she has none."""
    elsewhere = User.centre_id.is_distinct_from(supervisor.centre_id)
    hers = select(User).where(
        User.role == Role.AGENT, User.operator_id.is_not(None), User.operator_id == supervisor.operator_id
    )
    return session.scalars(hers.order_by(elsewhere, User.active.desc(), User.name, User.sign_in)).all()


def lock_user(session: Session, user_id: UUID) -> User | None:
    """Return one person, locked for change."""
    return session.get(User, user_id, with_for_update=True)


def lock_users(session: Session, user_ids: Collection[UUID]) -> dict[UUID, User]:
    """Return people by id, locked for change in an order that is always the same."""
    found = select(User).where(User.id.in_(user_ids)).order_by(User.id).with_for_update()
    return {person.id: person for person in session.scalars(found)}


def save_user(session: Session, person: User) -> None:
    """Save a new person."""
    session.add(person)
    session.flush()


def other_officers(session: Session, campaign: Campaign, user_id: UUID) -> bool:
    """Tell whether somebody else is an officer of a campaign's department."""
    other = exists().where(
        User.department_id == campaign.department_id, User.role == Role.OFFICER, User.active, User.id != user_id
    )
    return bool(session.scalar(select(other)))


def is_only_one(session: Session, person: User) -> bool:
    """Tell whether nobody else of her role works for her department, or for her operator where she has none."""
    hers = User.department_id == person.department_id
    if person.department_id is None:
        hers = User.operator_id == person.operator_id
    others = exists().where(User.role == person.role, User.active, User.id != person.id, hers)
    return not session.scalar(select(others))


def departments(session: Session) -> Sequence[Department]:
    """Return all departments by name."""
    return session.scalars(select(Department).order_by(Department.name)).all()


def regions(session: Session) -> Sequence[str]:
    """Return the countries in which departments call."""
    return session.scalars(select(Department.region).distinct().order_by(Department.region)).all()


def centres(session: Session) -> Sequence[Centre]:
    """Return all centres by name."""
    return session.scalars(select(Centre).order_by(Centre.name)).all()


def department(session: Session, department_id: UUID) -> Department | None:
    """Return one department."""
    return session.get(Department, department_id)


def centre(session: Session, centre_id: UUID) -> Centre | None:
    """Return one centre."""
    return session.get(Centre, centre_id)
