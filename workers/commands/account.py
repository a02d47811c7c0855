"""`raabta account`: write a campaign's account to a file, or freeze it as a signed certificate."""

from pathlib import Path

import click

from campaigns.accounts.draw_account import draw_account
from campaigns.house import House, open_house
from campaigns.rules.accounts.written_order import FileKind, Written, WrittenOrder
from campaigns.rules.refusals import Refusal
from campaigns.sheets.account_json import account_json
from campaigns.sheets.write_account import account_csv
from campaigns.store.access_traces import note_access
from campaigns.store.campaigns import campaign_by_slug
from campaigns.store.session import EVERYTHING, Scope
from campaigns.store.tables import AccessTrace, Campaign
from config import read_settings
from workers.certificates import write_certificate
from workers.whole_files import WholeFile, write_whole
from workers.written_files import written_file

WRITERS = {"csv": account_csv, "json": account_json}
KINDS = sorted([*WRITERS, *(kind.value for kind in FileKind)])


@click.command()
@click.argument("slug")
@click.option("--format", "kind", type=click.Choice(KINDS), default="csv", show_default=True)
@click.option("--language", default="en", show_default=True, help="Of the words in an XLSX or PDF file: en, ur, hi.")
@click.option("--freeze", is_flag=True, help="Freeze it: a signed certificate, the next one of this campaign.")
@click.option("--out", type=WholeFile(), required=True, help="The file to write.")
def account(slug: str, kind: str, language: str, out: Path, *, freeze: bool) -> None:
    """Write where each uploaded row of the campaign SLUG ended, with the totals that add up to the rows (PDF: totals)."""
    house = open_house(read_settings())
    try:
        with house.db.transaction(EVERYTHING) as session:
            campaign = campaign_by_slug(session, slug)
        if campaign is None:
            raise click.ClickException(f"There is no campaign called {slug}.")
        if freeze:
            made = write_certificate(house, Scope(campaign.department_id), campaign.id, out)
            if isinstance(made, Refusal):
                raise click.ClickException(made.hint)
            click.echo(f"Certificate {made.number} of {slug}: {made.rows} rows, root {made.root}. Written to {out}.")
        else:
            _note_download(house, campaign, kind)
            write = _write_for_people if kind in list(FileKind) else _write_for_machines
            write(house, campaign, kind, language, out)
    finally:
        house.close()


def _note_download(house: House, campaign: Campaign, kind: str) -> None:
    subject = {"campaign_id": str(campaign.id), "format": kind, "by": "command"}
    trace = AccessTrace(
        at=house.now(), department_id=campaign.department_id, action="account_downloaded", subject=subject
    )
    with house.db.transaction(Scope(campaign.department_id)) as session:
        note_access(session, trace)


def _write_for_people(house: House, campaign: Campaign, kind: str, language: str, out: Path) -> None:
    order = WrittenOrder(Written.ACCOUNT, FileKind(kind), campaign.id, language, house.now())
    refusal = written_file(house.settings, order, out)
    if refusal is not None:
        raise click.ClickException(refusal.hint)
    click.echo(f"Written to {out}.")


def _write_for_machines(house: House, campaign: Campaign, kind: str, _language: str, out: Path) -> None:
    """Write words of the API: they are the same in every language."""
    with draw_account(house.db, Scope(campaign.department_id), campaign.id, now=house.now()) as drawn:
        if isinstance(drawn, Refusal):
            raise click.ClickException(drawn.hint)
        write_whole(out, (piece.encode() for piece in WRITERS[kind](drawn)))
        click.echo(f"{drawn.whole.rows} rows, balanced: {'yes' if drawn.balanced else 'no'}. Written to {out}.")
