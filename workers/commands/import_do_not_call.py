"""`raabta import-do-not-call`: bring a do-not-call file at a terminal, and see what is in it before it holds."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from rich.console import Console

from campaigns.house import House, open_house
from campaigns.lists.end_do_not_call_file import end_do_not_call_file
from campaigns.lists.read_do_not_call_file import read_do_not_call_file
from campaigns.lists.receive_do_not_call_file import DoNotCallUpload, receive_do_not_call_file
from campaigns.lists.take_do_not_call_file import take_do_not_call_file
from campaigns.rules.calling.opt_outs import OptOutScope
from campaigns.rules.refusals import Refusal
from campaigns.store.lists.do_not_call_files import do_not_call_file, older_files
from campaigns.store.lists.do_not_call_numbers import numbers_left_out
from campaigns.store.organisations import department_by_slug, schemes_of_department
from campaigns.store.session import EVERYTHING, Scope
from campaigns.store.tables import DoNotCallFile
from config import read_settings
from workers.refused import refuse

ROWS_SAID = 20


@dataclass(frozen=True)
class Told:
    """What the options say of the file."""

    slug: str
    as_of: datetime
    scope: str
    scheme: str | None
    issuer: str


@dataclass(frozen=True)
class Counted:
    """What is in a file, and which numbers stand only in the older ones of its issuer."""

    file: DoNotCallFile
    older: int
    left_out: int


@click.command("import-do-not-call")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--department", "slug", required=True, help="The department's name in addresses.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The date of the file: 2026-11-01.")
@click.option(
    "--scope", type=click.Choice([scope.value for scope in OptOutScope]), default="department", show_default=True
)
@click.option("--scheme", help="With --scope scheme: the name of the scheme.")
@click.option("--issuer", default="do-not-call register", show_default=True, help="Who made the file.")
@click.option("--replace", is_flag=True, help="End the older files of this issuer: numbers only in them are callable.")
@click.option("--dry-run", is_flag=True, help="Count only, and put the file aside.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object as the last line.")
def import_do_not_call(file: Path, *, replace: bool, dry_run: bool, as_json: bool, **told: Any) -> None:
    """Take the phone numbers of FILE into a department's opt-out register: they are not called from then on."""
    house = open_house(read_settings(), pool_size=3)
    try:
        offered = _offered(house, file, Told(**told))
        done = offered if isinstance(offered, Refusal) else _brought(house, offered, replace=replace, dry_run=dry_run)
    finally:
        house.close()
    if isinstance(done, Refusal):
        refuse(done, as_json=as_json)
    _report(done, as_json=as_json, taken=not dry_run)


def _offered(house: House, path: Path, told: Told) -> DoNotCallUpload | Refusal:
    with house.db.transaction(EVERYTHING) as session:
        department = department_by_slug(session, told.slug)
        if department is None:
            return Refusal("department_unknown", f"There is no department called {told.slug}.")
        named = [each.id for each in schemes_of_department(session, department.id) if each.name == told.scheme]
    if told.scheme and not named:
        return Refusal("scheme_unknown", f"The department has no scheme called {told.scheme}.")
    return DoNotCallUpload(
        path=path,
        filename=path.name,
        max_bytes=house.settings.max_upload_bytes,
        department_id=department.id,
        issuer=told.issuer,
        as_of=told.as_of.date(),
        scope=OptOutScope(told.scope),
        scheme_id=named[0] if named else None,
    )


def _brought(house: House, offered: DoNotCallUpload, *, replace: bool, dry_run: bool) -> Counted | Refusal:
    mine = Scope(offered.department_id)
    file_id = receive_do_not_call_file(house.db, mine, offered, user_id=None, now=house.now())
    if isinstance(file_id, Refusal):
        return file_id
    with Console(stderr=True).status("Reading the numbers"):
        refusal = read_do_not_call_file(house.db, file_id, now=house.now, wait=True)
    counted = _counted(house, file_id)
    if problem := counted.file.problem:  # a worker may have been faster
        return refusal or Refusal("reading_failed", problem)
    if dry_run:
        done = end_do_not_call_file(house.db, mine, file_id, "", user_id=None, now=house.now())
    else:
        done = take_do_not_call_file(house.db, mine, file_id, replace=replace, user_id=None, now=house.now())
    return done or counted


def _counted(house: House, file_id: UUID) -> Counted:
    with house.db.transaction(EVERYTHING) as session:
        file = do_not_call_file(session, file_id)
        if file is None:
            raise LookupError(file_id)
        older = older_files(session, file)
        return Counted(file, len(older), numbers_left_out(session, file_id, [each.id for each in older]))


def _report(counted: Counted, *, as_json: bool, taken: bool) -> None:
    file = counted.file
    if as_json:
        told = {
            "file_id": str(file.id),
            "as_of": file.as_of.isoformat(),
            "numbers": file.numbers,
            "already": file.already,
            "not_valid": file.not_valid,
            "not_valid_rows": file.not_valid_rows,
            "older_files": counted.older,
            "only_in_older_files": counted.left_out,
            "taken": taken,
        }
        click.echo(json.dumps(told))
        return
    rows = ", ".join(map(str, file.not_valid_rows[:ROWS_SAID])) + (", …" if file.not_valid > ROWS_SAID else "")
    click.echo(f"{file.numbers} numbers, as of {file.as_of}: {file.already} of them were silenced before.")
    if file.not_valid:
        click.echo(f"{file.not_valid} rows hold no valid number: {rows}.")
    if counted.older:
        click.echo(f"Older files of this issuer: {counted.older}. Numbers only in them: {counted.left_out}.")
    click.echo("They are not called from now on." if taken else "Nothing was changed.")
