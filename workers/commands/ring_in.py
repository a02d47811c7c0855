"""`raabta ring-in`: lets an invented person ring a campaign's number, in the sandbox carrier that runs here."""

import click
import httpx

from config import read_settings


@click.command("ring-in")
@click.argument("phone")
@click.argument("number")
@click.option("--missed", is_flag=True, help="She hangs up after a ring or two.")
def ring_in(phone: str, number: str, *, missed: bool) -> None:
    """Let PHONE, like +916010123456, ring NUMBER, the campaign's own."""
    settings = read_settings()
    if settings.carrier_name != "sandbox":
        raise click.ClickException("Only the sandbox carrier can play a caller.")
    wish = {"from": phone, "to": number, "hangs_up_after": 3.0 if missed else None}
    try:
        answer = httpx.post(f"{settings.carrier_base_url}/sandbox/callers", json=wish, timeout=10)
    except httpx.HTTPError:
        raise click.ClickException("The sandbox carrier does not answer: start it with `raabta run`.") from None
    said = answer.json()
    if answer.is_error:
        raise click.ClickException(str(said.get("error", answer.status_code)))
    click.echo(f"{phone} rings {number} ({said['sid']}).")
