"""`raabta run`: starts Raabta's processes on this machine and keeps them running."""

import os
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urlsplit

import click

from config import THIS_MACHINE, Settings, read_settings
from workers.demo.strangers import refuse_demo_people
from workers.embedded.ports import refuse_taken
from workers.environment import DATABASE, Home
from workers.machine import machine
from workers.programs import NAMES, Listening, programs

PORTS = {"web": 8000, "hooks": 8001, "live": 8002}  # where the servers stand elsewhere and a proxy stands in front
ADDRESSES = {"web": "PUBLIC_BASE_URL", "hooks": "HOOKS_BASE_URL", "live": "LIVE_BASE_URL"}


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(NAMES))
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the pages.")
@click.option("--hooks-port", type=click.IntRange(1, 65535), help="Port of the carrier's webhooks.")
@click.option("--live-port", type=click.IntRange(1, 65535), help="Port of the event stream.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--workers", default=3, show_default=True, help="How many workers that place calls; one more reads lists."
)
def run(
    names: tuple[str, ...], port: int | None, hooks_port: int | None, live_port: int | None, host: str, workers: int
) -> None:
    """Start processes (all, or those NAMED) and keep them running until Ctrl-C."""
    wished = {name: wish for name, wish in (("web", port), ("hooks", hooks_port), ("live", live_port)) if wish}
    environment = {**os.environ, **_addresses(os.environ, wished)}
    settings = read_settings(environment)
    home = Home.of(environment)
    ports = {**_usual_ports(settings, home), **wished}
    chosen = names or tuple(name for name in NAMES if name != "carrier" or settings.carrier_name == "sandbox")
    with suppress(KeyboardInterrupt), machine(home, environment) as here:
        if {host, urlsplit(settings.public_base_url).hostname} - {*THIS_MACHINE}:
            refuse_demo_people(here.settings)
        refuse_taken(ports[name] for name in chosen if name in ports)
        here.start(programs(chosen, Listening(ports, host), workers=workers))
        here.wait_for(*(ports[name] for name in chosen if name in ports))
        click.echo(f"Raabta runs: {', '.join(chosen)}. Pages: {settings.public_base_url}. Logs: {home.logs}.")
        click.echo("Ctrl-C stops it.")
        while True:
            here.tend(3600)


def _addresses(environment: Mapping[str, str], wished: Mapping[str, int]) -> dict[str, str]:
    """Return the addresses that follow a wished port: this machine's own. That of a proxy stays as it is set."""
    return {
        ADDRESSES[name]: f"http://127.0.0.1:{wish}"
        for name, wish in wished.items()
        if urlsplit(environment.get(ADDRESSES[name], "http://127.0.0.1")).hostname in THIS_MACHINE
    }


def _usual_ports(settings: Settings, home: Home) -> dict[str, int]:
    if settings.database_url == home.postgres().url(DATABASE):
        return {name: port for name, port in home.ports().items() if name != "valkey"}
    return {**PORTS, "carrier": urlsplit(settings.carrier_base_url).port or 8003}
