"""`raabta account`: write a campaign's account to a file."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import click

from campaigns.draw_account import draw_account
from campaigns.house import open_house
from campaigns.rules.refusals import Refusal
from campaigns.sheets.write_account import account_csv, account_json
from campaigns.store.access_traces import note_access
from campaigns.store.campaigns import campaign_by_slug
from campaigns.store.session import EVERYTHING, Scope
from campaigns.store.tables import AccessTrace
from config import read_settings

WRITERS = {"csv": account_csv, "json": account_json}


@click.command()
@click.argument("slug")
@click.option("--format", "kind", type=click.Choice(sorted(WRITERS)), default="csv", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
def account(slug: str, kind: str, out: Path) -> None:
    """Write where each uploaded row of the campaign SLUG ended, with the totals that add up to the rows."""
    house = open_house(read_settings())
    try:
        with house.db.transaction(EVERYTHING) as session:
            campaign = campaign_by_slug(session, slug)
        if campaign is None:
            raise click.ClickException(f"There is no campaign called {slug}.")
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
            _write(out, WRITERS[kind](drawn))
            click.echo(f"{drawn.whole.rows} rows, balanced: {'yes' if drawn.balanced else 'no'}. Written to {out}.")
    finally:
        house.close()


def _write(out: Path, pieces: Iterable[str]) -> None:
    """Write beside the file and then take its place: never half-written, and readable by its owner only."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=out.parent, prefix=f".{out.name}.", delete=False
    ) as page:
        try:
            page.writelines(pieces)
        except BaseException:
            os.unlink(page.name)
            raise
    os.replace(page.name, out)
