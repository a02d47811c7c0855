"""`raabta set-up-floor`: a department, its scheme, a centre and the first people who sign in, from a file."""

import json
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, TypeVar

import click

from campaigns.house import open_house
from campaigns.rules.floor.floor_plans import FloorPlan, Person
from campaigns.rules.roles import Role
from campaigns.set_up.set_up_floor import set_up_floor as set_up
from campaigns.shared.passwords import password_refusal
from campaigns.store.areas.areas import area_names
from campaigns.store.session import NOBODY, Database
from config import read_settings

Part = TypeVar("Part", FloorPlan, Person)
AN_EXAMPLE = "`raabta set-up-floor --help` shows one."


@click.command("set-up-floor")
@click.argument("plan", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.password_option(help="First password of everybody new; without it you are asked.")
def set_up_floor(plan: Path, password: str) -> None:
    """Make the department, scheme, centre and people of PLAN, a JSON file; what is there already stays.

    {"department_slug": "welfare-jk", "department": "Social Welfare Department", "region": "IN",
    "scheme": "Old-age pension", "operator": "Wular Connect", "centre": "Bandipora centre",
    "people": [{"sign_in": "admin", "name": "Anjum Qadri", "role": "admin"},
    {"sign_in": "bandipora", "name": "Nusrat Lone", "role": "programme", "area": "district:623"}]}
    """
    if refusal := password_refusal(password):
        raise click.ClickException(refusal.hint)
    floor_plan = read_plan(plan.read_bytes())
    house = open_house(read_settings(), pool_size=1)
    try:
        _check_areas(house.db, floor_plan)
        floor = set_up(house.db, floor_plan, password, now=house.now())
    finally:
        house.close()
    click.echo(f"{floor_plan.department}: {len(floor.people)} people may sign in ({', '.join(floor.people)}).")


def _check_areas(db: Database, plan: FloorPlan) -> None:
    wanted = {person.area for person in plan.people if person.area}
    with db.transaction(NOBODY) as session:
        unknown = sorted(wanted - set(area_names(session, wanted)))
    if unknown:
        raise click.ClickException(f"No area has the code {', '.join(unknown)}: write it as district:623.")


def read_plan(written: bytes) -> FloorPlan:
    """Read a plan.

    Raises:
        click.ClickException: with what is wrong.
    """
    try:
        plan = json.loads(written)
        people = tuple(_person(person) for person in plan.pop("people"))
        return _checked(FloorPlan, {**plan, "people": people})
    except KeyError as missing:
        raise click.ClickException(f"This is not a plan: {missing.args[0]} missing. {AN_EXAMPLE}") from None
    except (ValueError, AttributeError, TypeError) as wrong:
        raise click.ClickException(f"This is not a plan: {wrong}. {AN_EXAMPLE}") from None


def _person(written: dict[str, Any]) -> Person:
    languages = tuple(written.get("languages", ()))
    role = Role(written["role"])
    if role is Role.PROGRAMME and not written.get("area"):
        raise ValueError(f"{written.get('sign_in')} is programme staff and needs an area, as district:623")
    return _checked(Person, {**written, "role": role, "languages": languages})


def _checked(kind: type[Part], written: dict[str, Any]) -> Part:
    known = {each.name: each.default for each in fields(kind)}
    wrong = sorted(set(written) - set(known))
    missing = sorted(name for name, default in known.items() if default is MISSING and not written.get(name))
    if wrong or missing:
        raise ValueError(f"{', '.join(wrong)} not known" if wrong else f"{', '.join(missing)} missing")
    return kind(**written)
