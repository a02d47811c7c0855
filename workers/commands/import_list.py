"""`raabta import-list`: bring a file to cases in one go, with the columns as guessed."""

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import UUID

import click

from campaigns.house import House, open_house
from campaigns.lists.approve_list import CasesOpened, approve_list
from campaigns.lists.confirm_columns import confirm_columns
from campaigns.lists.import_list import import_list as read_list
from campaigns.lists.note_lawful_basis import note_lawful_basis
from campaigns.lists.receive_list import UploadedFile, receive_list
from campaigns.lists.withdraw_list import withdraw_list
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.encodings import TextEncoding
from campaigns.rules.lists.lawful_basis import LawfulBasis
from campaigns.rules.lists.named_columns import named_columns
from campaigns.rules.lists.reading import Reading
from campaigns.rules.refusals import Refusal
from campaigns.sheets.lost_letters import unread_letters
from campaigns.store.campaigns import campaign_by_slug
from campaigns.store.lists.lists import beneficiary_list
from campaigns.store.lists.unspoken_rows import unspoken_rows
from campaigns.store.session import EVERYTHING, DatabaseAway, Scope
from campaigns.store.tables import BeneficiaryList, Campaign
from config import read_settings
from workers.basis_options import basis_options, written_basis
from workers.import_progress import shown_import
from workers.refused import AWAY, refuse
from workers.servers_away import trouble_in_words

Done = TypeVar("Done")
BROKEN_OFF: Final = "The database was away, or took too long; or a process that reads the list ended."


class Step(StrEnum):
    """How far a file has come: what is to be done after the database was away."""

    NOT_RECEIVED = "not_received"
    RECEIVED = "received"
    MAPPED = "mapped"
    READ = "read"


LEFT: Final = {
    Step.RECEIVED: "The list is kept: confirm its columns on its page, or withdraw it there and run this again.",
    Step.MAPPED: "The list is kept: a worker reads it, and it is approved on its page.",
    Step.READ: "The list is kept and has been read: its lawful basis is written and it is approved on its page.",
}

UNSPOKEN = "{people} people of this list speak {language}, and no agent of the centre does: enter agents who speak it."


class RefusedList(Exception):  # noqa: N818 - it is the refusal of one step, on its way out
    """A step refused; the list, where one was made, is withdrawn so that the file can be tried again."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.hint)
        self.refusal = refusal


@dataclass
class Progress:
    """The last step that was done whole."""

    step: Step = Step.NOT_RECEIVED


@click.command("import-list")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--campaign", "slug", required=True, help="The campaign's name in addresses.")
@click.option("--sheet", help="The sheet to read; without it the first visible one with phone numbers.")
@click.option(
    "--encoding", type=click.Choice([each.value for each in TextEncoding]), help="Of a text file; without it guessed."
)
@click.option("--columns", "named", help="Columns by letter or heading, as name=B,phone=C:D; the others are guessed.")
@basis_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object as the last line.")
def import_list(
    file: Path, slug: str, sheet: str | None, encoding: str | None, named: str | None, *, as_json: bool, **basis: Any
) -> None:
    """Read FILE into the campaign SLUG and approve the list; calls begin only when the campaign is started.

    Nobody may be called without a lawful basis: the options not given are as for the campaign's earlier list, or as
    the campaign says of itself.
    """
    house = open_house(read_settings(), pool_size=2, for_lists=True)
    progress = Progress()
    try:
        with house.db.transaction(EVERYTHING) as session:
            campaign = campaign_by_slug(session, slug)
        if campaign is None:
            refuse(Refusal("campaign_unknown", f"There is no campaign called {slug}."), as_json=as_json)
        written = _go_on(written_basis(house.db, campaign, basis, now=house.now()))
        chosen = ChosenFile(file, written, sheet, TextEncoding(encoding) if encoding else None, named)
        kept, opened = bring_to_cases(house, campaign, chosen, progress)
        with house.db.transaction(EVERYTHING) as session:
            unspoken = unspoken_rows(session, kept)
    except RefusedList as refused:
        refuse(refused.refusal, as_json=as_json)
    except (DatabaseAway, ChildProcessError) as trouble:
        refuse(_broken_off(trouble, progress.step), as_json=as_json, code=AWAY)
    finally:
        house.close()
    _report(kept, opened, unspoken, as_json=as_json)


@dataclass(frozen=True)
class ChosenFile:
    """What is read, and why its people may be called."""

    path: Path
    basis: LawfulBasis
    sheet: str | None = None
    encoding: TextEncoding | None = None
    columns: str | None = None  # as rules/lists/named_columns reads them


def bring_to_cases(
    house: House, campaign: Campaign, file: ChosenFile, progress: Progress
) -> tuple[BeneficiaryList, CasesOpened]:
    """Receive, map, import and approve; `progress` tells how far it came."""
    scope = Scope(campaign.department_id)
    upload = UploadedFile(file.path, file.path.name, house.settings.max_upload_bytes, file.sheet, file.encoding)
    list_id = _go_on(receive_list(house.db, scope, campaign.id, upload, user_id=None, now=house.now()))
    progress.step = Step.RECEIVED
    try:
        columns = _go_on(_columns(_list(house, list_id), file.columns))
        _go_on(confirm_columns(house.db, scope, list_id, columns, user_id=None, now=house.now()))
        progress.step = Step.MAPPED
        with shown_import(house, list_id):
            _go_on(read_list(house.db, list_id, now=house.now, wait=True))
        if problem := _list(house, list_id).problem:  # a worker was faster, and could not read it
            raise RefusedList(Refusal("import_failed", problem))
        progress.step = Step.READ
        _go_on(note_lawful_basis(house.db, scope, list_id, file.basis, user_id=None, now=house.now()))
        opened = _go_on(approve_list(house.db, scope, list_id, user_id=None, now=house.now()))
    except RefusedList:
        withdraw_list(house.db, scope, list_id, user_id=None, now=house.now())
        raise
    return _list(house, list_id), opened


def _columns(kept: BeneficiaryList, named: str | None) -> ColumnMap | Refusal:
    guessed = ColumnMap.from_json(kept.columns)
    return named_columns(named, guessed, len(kept.sample[0])) if named else guessed


def _go_on(result: Done | Refusal) -> Done:
    if isinstance(result, Refusal):
        raise RefusedList(result)
    return result


def _list(house: House, list_id: UUID) -> BeneficiaryList:
    with house.db.transaction(EVERYTHING) as session:
        kept = beneficiary_list(session, list_id)
    if kept is None:
        raise LookupError(list_id)
    return kept


def _report(kept: BeneficiaryList, opened: CasesOpened, unspoken: dict[str, int], *, as_json: bool) -> None:
    told = {
        "list_id": str(kept.id),
        "rows": kept.rows_total,
        "accepted": kept.accepted,
        "rejected": kept.rejected,
        "ignored": kept.ignored,
        "cases": opened.cases,
        "unspoken": unspoken,
    }
    if lost := Reading.from_json(kept.reading).lost:
        click.echo(unread_letters(kept.encoding, lost), err=True)
    for language, people in unspoken.items():
        click.echo(UNSPOKEN.format(people=people, language=language), err=True)
    if as_json:
        click.echo(json.dumps(told))
    else:
        click.echo(
            f"{kept.rows_total} rows: {kept.accepted} can be called, {kept.rejected} cannot, {kept.ignored} are no "
            f"records. {opened.cases} cases opened."
        )


def _broken_off(trouble: DatabaseAway | ChildProcessError, step: Step) -> Refusal:
    """Say what is kept of the list; where nothing is, what is to be mended first."""
    if isinstance(trouble, DatabaseAway) and step is Step.NOT_RECEIVED:
        return Refusal("database_away", f"{trouble_in_words(trouble)} Then run this again: no list was received.")
    return Refusal("database_away", f"{BROKEN_OFF} {LEFT[step]}")
