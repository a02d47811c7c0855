"""`raabta demo`: a floor with robots at work and seats free, which goes on where the last one stopped."""

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.live import Live

from campaigns.house import House, open_house
from campaigns.rules.campaign_states import CampaignEvent
from campaigns.set_up.move_campaign import move_campaign
from campaigns.store.benches.reckonings import Numbers, numbers_of_campaign
from campaigns.store.session import DatabaseAway
from campaigns.telephony.failures import TelephonyError
from workers.demo.opening import OpenFloor, open_floor
from workers.demo.sample_list import write_sample_list
from workers.demo.show import progress, progress_line, sign_in_sheet
from workers.embedded.ports import refuse_taken
from workers.environment import KASHMIR, Home, demo_environment, wall_second, working_clock
from workers.machine import Machine, machine
from workers.processes import end_leftovers
from workers.programs import NAMES, Listening, carrier, programs, robots

LINE_EVERY: Final = 5.0  # seconds between lines where nobody watches a screen
CALLS_BACK: Final = 0.15  # of the people who miss a call ring us: our own guess, made to be seen
NO_DATABASE: Final = "PostgreSQL is away, and is being started again. Desks keep what agents give meanwhile."
LAST_CALLS: Final = 10.0  # seconds for the ends of the last calls to be told; upkeep of the next demo asks otherwise


@dataclass(frozen=True)
class DemoWish:
    """What the newcomer asked for."""

    people: Path | None
    agents: int
    port: int | None
    speed: float
    seed: int


def show_floor(wish: DemoWish, home: Home) -> None:
    """Run the demo until Ctrl-C."""
    console = Console()
    ports = _claimed_ports(wish, home)
    environment = demo_environment(os.environ, home)
    people = wish.people or home.folder / "sample-list.xlsx"
    if not people.exists():
        write_sample_list(people, seed=wish.seed)
    console.print("Starting PostgreSQL and Valkey")
    with suppress(KeyboardInterrupt), machine(home, environment) as here:
        listening = Listening(ports)
        refuse_taken(ports[name] for name in ("web", "hooks", "live", "carrier"))
        house = open_house(here.settings, pool_size=2)
        try:
            ready = open_floor(house, people, agents=wish.agents, say=console.print)
            console.print("Starting the floor")
            here.start(programs([name for name in NAMES if name != "carrier"], listening))
            here.start([carrier(listening, *_network(wish, home))])
            here.wait_for(*(ports[name] for name in ("web", "hooks", "live", "carrier")))
            here.start([robots(wish.agents)])
            console.print(sign_in_sheet(here.settings.public_base_url, wish.agents))
            try:
                _watch(here, house, ready, console)
            finally:
                console.print("Stopping")
                _close_floor(here, house, ready)
        finally:
            house.close()


def _claimed_ports(wish: DemoWish, home: Home) -> dict[str, int]:
    """Return the ports, once nobody else is at work here: a running floor keeps its own ports and its clock."""
    end_leftovers(home.folder)
    home.set_clock(working_clock(home.clock(), wall=wall_second(), speed=wish.speed))
    return home.ports(web=wish.port)


def _network(wish: DemoWish, home: Home) -> tuple[str, ...]:
    """Return the options of the sandbox carrier."""
    return "--seed", str(wish.seed), "--calls-back", str(CALLS_BACK), "--log", str(home.logs / "carrier.jsonl")


def _watch(here: Machine, house: House, ready: OpenFloor, console: Console) -> None:
    if not console.is_terminal:
        while True:
            numbers = _numbers(house, ready)
            click.echo(progress_line(numbers, _clock(house)) if numbers else NO_DATABASE)
            here.tend(LINE_EVERY)
    with Live(console=console, auto_refresh=False) as screen:
        while True:
            numbers = _numbers(house, ready)
            screen.update(progress(numbers, _clock(house)) if numbers else NO_DATABASE, refresh=True)
            here.tend(1.0)


def _close_floor(here: Machine, house: House, ready: OpenFloor) -> None:
    """Leave no call behind: no new ones, the robots go home, and what still rings or talks is ended at the carrier."""
    here.interrupts.hold_to_the_end()
    with suppress(DatabaseAway):
        move_campaign(house.db, ready.scope, ready.campaign_id, CampaignEvent.PAUSE, None, now=house.now())
    here.runner.stop(["robots"])
    with suppress(TelephonyError):
        for call in house.telephony.list_live():
            house.telephony.end_call(call.carrier_call_id)
    patience = time.monotonic() + LAST_CALLS
    while (numbers := _numbers(house, ready)) and numbers.live and time.monotonic() < patience:
        here.tend(0.2)


def _numbers(house: House, ready: OpenFloor) -> Numbers | None:
    try:
        with house.db.transaction(ready.scope) as session:
            return numbers_of_campaign(session, ready.campaign_id)
    except DatabaseAway:
        return None


def _clock(house: House) -> str:
    return house.now().astimezone(KASHMIR).strftime("%a %H:%M:%S in Kashmir")
