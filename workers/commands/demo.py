"""`raabta demo`: a whole floor with invented people and a sandbox carrier, to look at or as a rehearsal."""

import json
import os
from dataclasses import fields
from pathlib import Path
from typing import Any

import click

from campaigns.rules.campaign_states import DialMode
from workers.demo.live_floor import DemoWish, show_floor
from workers.demo.rehearsal import Rehearsal, rehearse
from workers.environment import Home
from workers.whole_files import WholeFile

REHEARSED = ("people", "agents", "minutes", "speed", "seed", "faults", "kills", "mode", "account")
KILLED = ("worker-1", "worker-2", "worker-3", "dialler", "hooks", "web", "live", "upkeep", "valkey")


@click.command()
@click.option("--list", "people", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A list of yours.")
@click.option("--agents", default=10, show_default=True, type=click.IntRange(1, 350), help="Robots at desks.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the pages; the last one, or 8000.")
@click.option("--speed", type=click.FloatRange(0.1, 60), default=1.0, show_default=True, help="Its seconds in one.")
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=7,
    show_default=True,
    help="Draws the invented people and what they do.",
)
@click.option("--headless", is_flag=True, help="Rehearse on fresh data, stop by itself, print a reckoning.")
@click.option("--json", "as_json", is_flag=True, help="Headless: the reckoning as one JSON line, last.")
@click.option("--minutes", type=click.FloatRange(0.05, 600), default=2.0, show_default=True, help="Headless: how long.")
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in DialMode]),
    default=DialMode.PROGRESSIVE.value,
    show_default=True,
    help="Headless: of dialling.",
)
@click.option("--faults", is_flag=False, flag_value="usual", help="Headless: the carrier's network misbehaves.")
@click.option(
    "--account",
    type=WholeFile(),
    help="Headless: leave the certificate of its account in this file.",
)
@click.option("--kill", "kills", multiple=True, type=click.Choice(KILLED), help="Headless: SIGKILL it on the way.")
def demo(**asked: Any) -> None:
    """Run a whole floor: a department, a list, a carrier, robots at desks, and a free seat for you."""
    home = Home.of(os.environ)
    if not asked["headless"]:
        show_floor(DemoWish(**{field.name: asked[field.name] for field in fields(DemoWish)}), home)
        return
    reckoning = rehearse(Rehearsal(**{name: asked[name] for name in REHEARSED}), home)
    if asked["as_json"]:
        click.echo(json.dumps(reckoning))
    else:
        for name, value in reckoning.items():
            click.echo(f"{name:<18} {value}")
