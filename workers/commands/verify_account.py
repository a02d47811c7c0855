"""`raabta verify-account`: check a frozen account; what was changed, taken out or added is named."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from campaigns.sheets.certificate_check import check_certificate
from campaigns.sheets.signing_key import NoKeyError, public_key, signed_by
from workers.environment import Home


@click.command("verify-account")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", "told", help="The public key: 64 hexadecimal digits, or a file that holds it.")
def verify_account(file: Path, told: str | None) -> None:
    """Check the certificate FILE, line by line. Exit code 1, and the lines, rows or totals that are not as signed.

    Without --key it is checked with the public key of this project's own settings.
    """
    try:
        key = public_key(told or _own_key_file(os.environ))
    except NoKeyError as lacking:
        raise click.ClickException(str(lacking)) from lacking
    if told is None:
        click.echo(f"Checked with the public key of this project's own settings, {key}: name the signer's with --key.")
    with file.open("rb") as lines:
        checked = check_certificate(lines, key, signed_by)
    for finding in checked.findings:
        click.echo(finding)
    if checked.more:
        click.echo(f"And {checked.more} more.")
    if checked.findings:
        click.echo("This is not what was signed.")
        sys.exit(1)
    head, seal = checked.head, checked.seal
    click.echo(f"Certificate {head['number']} of {head['campaign']}, {head['department']}, as of {head['as_of']}.")
    click.echo(f"All {checked.rows} rows and all totals are as they were signed. Root {seal['root']}.")
    click.echo(f"The certificate before: {head['previous'] or 'none'}. The next one must name {checked.digest}.")
    if not head["balanced"]:
        click.echo("It says of itself that the account was not balanced.")


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
