"""`raabta verify-account`: check a frozen account; what was changed, taken out or added is named."""

import os
import sys
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import click

from campaigns.sheets.another_form import another_form
from campaigns.sheets.certificate_chain import broken_link
from campaigns.sheets.certificate_check import check_certificate
from campaigns.sheets.certificate_rows import Checked
from campaigns.sheets.signing_key import NoKeyError, public_key, signed_by
from workers.environment import Home

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("verify-account")
@click.argument("file", type=FILE)
@click.option("--key", "told", help="The public key: 64 hexadecimal digits, or a file that holds it.")
@click.option(
    "--before",
    type=FILE,
    multiple=True,
    help="The certificate before it, and that before this one; it is checked, too.",
)
def verify_account(file: Path, told: str | None, before: tuple[Path, ...]) -> None:
    """Check the certificate FILE, line by line. Exit code 1, and the lines, rows or totals that are not as signed.

    Without --key it is checked with the public key of this project's own settings.
    """
    try:
        key = public_key(_own_key_file(os.environ) if told is None else _named(told))
    except NoKeyError as lacking:
        raise click.ClickException(str(lacking)) from lacking
    if told is None:
        click.echo(f"Checked with the public key of this project's own settings, {key}: name the signer's with --key.")
    chain = [(path, _checked(path, key)) for path in (file, *before)]
    if any(checked.findings for _, checked in chain):
        click.echo("This is not what was signed.")
        sys.exit(1)
    for _, checked in chain:
        _tell(checked)
    links = [_follows(path, earlier, later) for (_, later), (path, earlier) in pairwise(chain)]
    if not all(links):
        sys.exit(1)


def _checked(file: Path, key: str) -> Checked:
    """Check one file and say what is wrong with it."""
    with file.open("rb") as lines:
        form = another_form(lines.readline())
        lines.seek(0)
        checked = Checked(findings=[form]) if form else check_certificate(lines, key, signed_by)
    for finding in checked.findings:
        click.echo(f"{file.name}: {finding}")
    if checked.more:
        click.echo(f"{file.name}: And {checked.more} more.")
    return checked


def _tell(checked: Checked) -> None:
    head, seal = checked.head, checked.seal
    click.echo(f"Certificate {head['number']} of {head['campaign']}, {head['department']}, as of {head['as_of']}.")
    click.echo(f"All {checked.rows} rows and all totals are as they were signed. Root {seal['root']}.")
    click.echo(f"The certificate before: {head['previous'] or 'none'}. The next one must name {checked.digest}.")
    if not head["balanced"]:
        click.echo("It says of itself that the account was not balanced.")


def _follows(path: Path, before: Checked, after: Checked) -> bool:
    """Say whether a certificate follows the one in a file."""
    broken = list(broken_link(before, after))
    for finding in broken:
        click.echo(f"{path.name}: {finding}")
    if not broken:
        number, earlier = after.seal["number"], before.seal["number"]
        click.echo(f"Certificate {number} follows certificate {earlier} in {path.name}: it names its hash.")
    return not broken


def _named(told: str) -> str:
    """Return the key as it was given.

    Raises:
        NoKeyError: where nothing was, as by a variable that is not set.
    """
    if not told.strip():
        raise NoKeyError("Nothing stands behind --key: name the signer's public key there.")
    return told


def _own_key_file(environment: Mapping[str, str]) -> str:
    """Return the file of the key that this project signs with.

    Raises:
        NoKeyError: where it has none yet.
    """
    if path := environment.get("CERTIFICATE_KEY_FILE"):
        return path
    kept = Home.of(environment).kept_certificate_key()
    if kept is None:
        raise NoKeyError("This project has no key of its own yet: name the signer's public key with --key.")
    return str(kept)
