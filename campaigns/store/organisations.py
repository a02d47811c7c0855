"""Departments, schemes, operators and centres: found by name, or saved anew."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.rules.floor_plans import FloorPlan
from campaigns.store.tables import Centre, Department, Operator, Scheme


def note_department(session: Session, plan: FloorPlan) -> Department:
    """Return the plan's department, saved when it is new."""
    new = insert(Department).values(slug=plan.department_slug, name=plan.department, region=plan.region)
    session.execute(new.on_conflict_do_nothing())
    return session.execute(select(Department).where(Department.slug == plan.department_slug)).scalar_one()


def note_scheme(session: Session, department: Department, name: str) -> Scheme:
    """Return the department's scheme of that name, saved when it is new."""
    session.execute(insert(Scheme).values(department_id=department.id, name=name).on_conflict_do_nothing())
    mine = select(Scheme).where(Scheme.department_id == department.id, Scheme.name == name)
    return session.execute(mine).scalar_one()


def note_centre(session: Session, operator: str, name: str) -> Centre:
    """Return the centre of that name, saved with its operator when it is new."""
    session.execute(insert(Operator).values(name=operator).on_conflict_do_nothing())
    operator_id = session.execute(select(Operator.id).where(Operator.name == operator)).scalar_one()
    session.execute(insert(Centre).values(operator_id=operator_id, name=name).on_conflict_do_nothing())
    return session.execute(select(Centre).where(Centre.name == name)).scalar_one()
