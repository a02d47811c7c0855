"""Departments, schemes, operators and centres: found by name, or saved anew."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.rules.floor.floor_plans import FloorPlan
from campaigns.store.tables import Centre, Department, Operator, Scheme


def note_department(session: Session, plan: FloorPlan) -> Department:
    """Return the plan's department, saved when it is new; a helpline that the plan names holds from now on."""
    names = {"slug": plan.department_slug, "name": plan.department, "region": plan.region}
    new = insert(Department).values(**names, helpline=plan.helpline)
    helpline = {"helpline": func.coalesce(new.excluded.helpline, Department.helpline)}
    session.execute(new.on_conflict_do_update(index_elements=["slug"], set_=helpline))
    return session.execute(select(Department).where(Department.slug == plan.department_slug)).scalar_one()


def note_scheme(session: Session, department: Department, name: str) -> Scheme:
    """Return the department's scheme of that name, saved when it is new."""
    session.execute(insert(Scheme).values(department_id=department.id, name=name).on_conflict_do_nothing())
    mine = select(Scheme).where(Scheme.department_id == department.id, Scheme.name == name)
    return session.execute(mine).scalar_one()


def schemes_of_department(session: Session, department_id: UUID) -> Sequence[Scheme]:
    """Return a department's schemes by name."""
    return session.scalars(select(Scheme).where(Scheme.department_id == department_id).order_by(Scheme.name)).all()


def scheme_of_department(session: Session, department_id: UUID, scheme_id: UUID) -> Scheme | None:
    """Return a scheme, or None where it is not this department's."""
    mine = select(Scheme).where(Scheme.id == scheme_id, Scheme.department_id == department_id)
    return session.scalar(mine)


def department_by_slug(session: Session, slug: str) -> Department | None:
    """Return the department of that name in addresses and commands."""
    return session.scalar(select(Department).where(Department.slug == slug))


def lock_operator(session: Session, operator_id: UUID) -> Operator | None:
    """Return an operator locked for change, or None where there is none of that id."""
    return session.get(Operator, operator_id, with_for_update=True)


def operators(session: Session, own: UUID | None) -> Sequence[Operator]:
    """Return all operators by name, or the one that is asked for."""
    wanted = select(Operator).order_by(Operator.name)
    return session.scalars(wanted.where(Operator.id == own) if own else wanted).all()


def note_centre(session: Session, operator: str, name: str) -> Centre:
    """Return the centre of that name, saved with its operator when it is new."""
    session.execute(insert(Operator).values(name=operator).on_conflict_do_nothing())
    operator_id = session.execute(select(Operator.id).where(Operator.name == operator)).scalar_one()
    session.execute(insert(Centre).values(operator_id=operator_id, name=name).on_conflict_do_nothing())
    return session.execute(select(Centre).where(Centre.name == name)).scalar_one()
