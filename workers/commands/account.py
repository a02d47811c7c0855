"""`raabta account`: write a campaign's account to a file, or freeze it as a signed certificate."""

from pathlib import Path

import click

from campaigns.draw_account import draw_account
from campaigns.house import House, open_house
from campaigns.rules.refusals import Refusal
from campaigns.sheets.account_json import account_json
from campaigns.sheets.write_account import account_csv
from campaigns.store.access_traces import note_access
from campaigns.store.campaigns import campaign_by_slug
from campaigns.store.session import EVERYTHING, Scope
from campaigns.store.tables import AccessTrace, Campaign
from config import read_settings
from workers.certificates import write_certificate, write_whole

WRITERS = {"csv": account_csv, "json": account_json}


@click.command()
@click.argument("slug")
@click.option("--format", "kind", type=click.Choice(sorted(WRITERS)), default="csv", show_default=True)
@click.option("--freeze", is_flag=True, help="Freeze it: a signed certificate, the next one of this campaign.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
def account(slug: str, kind: str, out: Path, *, freeze: bool) -> None:
    """Write where each uploaded row of the campaign SLUG ended, with the totals that add up to the rows."""
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
            _write_account(house, campaign, kind, out)
    finally:
        house.close()


def _write_account(house: House, campaign: Campaign, kind: str, out: Path) -> None:
    now, scope = house.now(), Scope(campaign.department_id)
    with house.db.transaction(scope) as session:
        subject = {"campaign_id": str(campaign.id), "format": kind, "by": "command"}
        note_access(
            session,
            AccessTrace(at=now, department_id=scope.department_id, action="account_downloaded", subject=subject),
        )
    with draw_account(house.db, scope, campaign.id, now=now) as drawn:
        if isinstance(drawn, Refusal):
            raise click.ClickException(drawn.hint)
        write_whole(out, (piece.encode() for piece in WRITERS[kind](drawn)))
        click.echo(f"{drawn.whole.rows} rows, balanced: {'yes' if drawn.balanced else 'no'}. Written to {out}.")
