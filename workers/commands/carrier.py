"""`raabta carrier`: runs the sandbox carrier, a phone network of invented people that speaks Twilio's API."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click
import uvicorn

from campaigns.rules.clock import Clock
from config import read_settings
from workers.carrier.app import carrier_app
from workers.carrier.faults import NO_FAULTS, USUAL_FAULTS, Faults, read_faults
from workers.carrier.options import carrier_options

USUAL = "usual"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8003, show_default=True, help="Port to listen on.")
@click.option("--seed", default=1, show_default=True, help="Draws the people and the faults.")
@click.option("--speed", type=float, help="Carrier seconds per second, from now on; else the clock of the settings.")
@click.option("--faults", is_flag=False, flag_value=USUAL, help='The usual faults, or rates like {"lost": 0.05}.')
@click.option("--log", type=click.Path(dir_okay=False, path_type=Path), help="File for the carrier's own log.")
def carrier(host: str, port: int, seed: int, speed: float | None, faults: str | None, log: Path | None) -> None:
    """Run a phone network of invented people that speaks Twilio's API."""
    options = replace(carrier_options(read_settings()), seed=seed, faults=_faults(faults), log=log)
    if speed is not None:
        wall = time.time()
        options = replace(options, clock=Clock(wall, datetime.fromtimestamp(wall, UTC), speed))
    uvicorn.run(
        carrier_app(options), host=host, port=port, access_log=False, log_level="warning", timeout_graceful_shutdown=1
    )


def _faults(written: str | None) -> Faults:
    if written is None:
        return NO_FAULTS
    if written == USUAL:
        return USUAL_FAULTS
    try:
        rates = json.loads(written)
        if not isinstance(rates, dict):
            raise click.BadParameter("the rates must be a JSON object", param_hint="--faults")
        return read_faults(rates)
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="--faults") from None
