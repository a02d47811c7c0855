"""`raabta carrier`: runs the sandbox carrier, a phone network of invented people that speaks Twilio's API."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import uvicorn

from campaigns.rules.clock import Clock
from config import read_settings
from workers.carrier.app import carrier_app
from workers.carrier.faults import NO_FAULTS, USUAL_FAULTS, Faults, read_faults
from workers.carrier.options import AGENT_PHONES, carrier_options
from workers.embedded.ports import refuse_taken

USUAL = "usual"
RATES = 'must be rates by name, like {"lost": 0.05}'


def _faults(_context: click.Context, _option: click.Parameter, written: str | None) -> Faults:
    if written is None:
        return NO_FAULTS
    if written == USUAL:
        return USUAL_FAULTS
    try:
        rates = json.loads(written)
        if not isinstance(rates, dict):
            raise click.BadParameter(RATES)
        return read_faults(rates)
    except json.JSONDecodeError:
        raise click.BadParameter(RATES) from None
    except ValueError as problem:
        raise click.BadParameter(str(problem)) from None


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8003, show_default=True, help="Port to listen on.")
@click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Draws the people and the faults."
)
@click.option(
    "--speed",
    type=click.FloatRange(min=0, min_open=True),
    help="Carrier seconds per second, from now on; else the clock of the settings.",
)
@click.option(
    "--faults",
    is_flag=False,
    flag_value=USUAL,
    callback=_faults,
    help='The usual faults, or rates like {"lost": 0.05}.',
)
@click.option(
    "--agent-phone",
    "agent_phones",
    multiple=True,
    default=(AGENT_PHONES,),
    show_default=True,
    help="How the numbers of agents' own phones begin; may be repeated.",
)
@click.option(
    "--calls-back",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="Share of the people who missed a call and ring its number; most of them hang up after a ring.",
)
@click.option("--lone-seconds", default=240.0, show_default=True, help="About how long a person stays alone in a room.")
@click.option("--log", type=click.Path(dir_okay=False, path_type=Path), help="File for the carrier's own log.")
def carrier(host: str, port: int, speed: float | None, **wish: Any) -> None:
    """Run a phone network of invented people that speaks Twilio's API."""
    refuse_taken([port])
    options = replace(carrier_options(read_settings()), **wish)
    if speed is not None:
        wall = time.time()
        options = replace(options, clock=Clock(wall, datetime.fromtimestamp(wall, UTC), speed))
    uvicorn.run(
        carrier_app(options), host=host, port=port, access_log=False, log_level="warning", timeout_graceful_shutdown=1
    )
