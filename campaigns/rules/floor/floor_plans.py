"""What a floor is made of before its first campaign: department, scheme, centre, people."""

from dataclasses import dataclass

from campaigns.rules.roles import Role


@dataclass(frozen=True)
class Person:
    """Somebody who will sign in."""

    sign_in: str
    name: str
    role: Role
    languages: tuple[str, ...] = ()
    interface_language: str = "en"
    area: str | None = None  # the id of the area whose totals programme staff see, as district:623


@dataclass(frozen=True)
class FloorPlan:
    """A department with one scheme, and an operator's centre with its people."""

    department_slug: str
    department: str
    region: str
    scheme: str
    operator: str
    centre: str
    people: tuple[Person, ...]
    helpline: str | None = None  # of the department, as people dial it
