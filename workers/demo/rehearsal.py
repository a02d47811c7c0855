"""`raabta demo --headless`: the whole floor on fresh data, faster than the wall, stopping by itself with a reckoning."""

import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import click

from campaigns.accounts.draw_account import draw_account
from campaigns.house import House, open_house
from campaigns.reports.draw_tier import draw_tier
from campaigns.rules.campaign_states import CampaignEvent, DialMode
from campaigns.rules.clock import Clock
from campaigns.rules.refusals import Refusal
from campaigns.set_up.move_campaign import move_campaign
from campaigns.shared.tier_drawing import TierWish
from campaigns.store.benches.reckonings import Numbers, busy_share, known_calls, numbers_of_campaign
from campaigns.store.dialling.dial_decisions import decisions_since
from workers.carrier.log import live_calls, read_log
from workers.certificates import write_certificate
from workers.demo.opening import OpenFloor, open_floor
from workers.demo.own_home import own_home
from workers.demo.reckoning import as_json, errors_in, reckon
from workers.demo.sample_list import write_sample_list
from workers.embedded.ports import free_port
from workers.environment import KASHMIR, MORNING, Home, demo_environment, wall_second
from workers.machine import Machine, machine
from workers.programs import NAMES, Listening, carrier, programs, robots

FAST: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # the data is thrown away
TALKS_END: Final = timedelta(minutes=30)  # carrier time for the last conversations after the dialling has stopped
WARM_UP: Final = timedelta(minutes=2)  # carrier time until the floor has filled
SEATED: Final = 300.0  # wall seconds at most for all robots to sit down
SETTLED: Final = timedelta(seconds=90)  # carrier time after the last call for every call to be known as ended
STARVED: Final = 60.0  # wall seconds that a machine with little time for it may need at least for all that
LONGER: Final = 240.0  # wall seconds by which such a machine's floor works longer, until all its agents have had calls


@dataclass(frozen=True)
class Rehearsal:
    """What to rehearse. `kills`: processes to kill with SIGKILL, one after the other, evenly spread."""

    people: Path | None
    agents: int = 20
    minutes: float = 2.0  # of the wall, once all sit at their desks
    speed: float = 10.0  # carrier seconds per wall second
    seed: int = 7
    faults: str | None = None
    kills: tuple[str, ...] = ()
    mode: str = DialMode.PROGRESSIVE
    account: Path | None = (
        None  # where to leave the certificate of its account, signed with the key of the lasting home
    )
    say: Callable[[str], None] = field(default=lambda line: click.echo(line, err=True))


def rehearse(wish: Rehearsal, place: Home) -> dict[str, Any]:
    """Run it all and return the reckoning."""
    with own_home(place) as home:
        home.set_clock(Clock(wall_second(), _next_morning(wall_second()), wish.speed))
        home.ports(web=free_port())
        environment = demo_environment(os.environ, home) | {"CERTIFICATE_KEY_FILE": str(place.certificate_key())}
        people = wish.people or home.folder / "people.xlsx"
        if wish.people is None:
            write_sample_list(people, seed=wish.seed)
        with machine(home, environment, *FAST) as here:
            house = open_house(here.settings, pool_size=2)
            try:
                return _run(wish, here, house, people)
            finally:
                house.close()


def _run(wish: Rehearsal, here: Machine, house: House, people: Path) -> dict[str, Any]:
    ready = open_floor(house, people, agents=wish.agents, say=wish.say, mode=DialMode(wish.mode))
    log = here.home.logs / "carrier.jsonl"
    listening = Listening(here.home.ports())
    options = ["--seed", str(wish.seed), "--log", str(log), *(["--faults", wish.faults] if wish.faults else [])]
    here.start([carrier(listening, *options), *programs([name for name in NAMES if name != "carrier"], listening)])
    here.wait_for(*(listening.ports[name] for name in ("web", "hooks", "live", "carrier")))
    here.start([robots(wish.agents, "--seed", str(wish.seed))])
    _let_sit_down(wish, here, house, ready)
    began = time.monotonic()
    warm = house.now() + WARM_UP
    _dial(wish, here, house, ready)
    busy = _busy_share(house, ready, since=warm)
    _stop_dialling(wish, here, house, ready, log)
    here.runner.stop(["robots"])
    known, numbers = _known(house, ready)
    with draw_account(house.db, ready.scope, ready.campaign_id, now=house.now()) as account:
        balanced = not isinstance(account, Refusal) and account.balanced and account.whole.rows == numbers.rows
    if wish.account and isinstance(
        refused := write_certificate(house, ready.scope, ready.campaign_id, wish.account), Refusal
    ):
        raise click.ClickException(refused.hint)
    return {
        **as_json(numbers, reckon(read_log(log), known)),
        "mode": wish.mode,
        "busy_share": busy,
        "abandoned_share": round(numbers.abandoned / numbers.answered, 4) if numbers.answered else None,
        "decided": _decided(house, ready),
        "account_balanced": balanced,
        "tiers_agree": _tiers_agree(house, ready),
        "errors": errors_in(here.home.logs, queue_was_killed="valkey" in wish.kills),
        "restarts": here.runner.restarts,
        "seconds": round(time.monotonic() - began, 1),
    }


def _tiers_agree(house: House, ready: OpenFloor) -> bool:
    """Hold the tiers, which were kept call by call, against the account, which counts everything now."""
    tier = draw_tier(house.db, ready.scope, TierWish(ready.campaign_id), now=house.now())
    with draw_account(house.db, ready.scope, ready.campaign_id, now=house.now()) as account:
        if isinstance(tier, Refusal) or isinstance(account, Refusal) or tier.numbers is None:
            return False
        return dict(+tier.numbers.people) == {one: number for one, number in account.whole.people.items() if number}


def _let_sit_down(wish: Rehearsal, here: Machine, house: House, ready: OpenFloor) -> None:
    """The minutes are those of a floor at work: on a slow machine it takes half of one until all have signed in."""
    deadline = time.monotonic() + SEATED
    while sum(_numbers(house, ready).agents.values()) < wish.agents and time.monotonic() < deadline:
        here.tend(0.5)


def _dial(wish: Rehearsal, here: Machine, house: House, ready: OpenFloor) -> None:
    began, length = time.monotonic(), wish.minutes * 60
    kills = [(length * number / (len(wish.kills) + 1), name) for number, name in enumerate(wish.kills, start=1)]
    while (passed := time.monotonic() - began) < length + LONGER:
        if kills and passed >= kills[0][0]:
            name = kills.pop(0)[1]
            wish.say(f"Killing {name}")
            here.runner.kill(name)
        numbers = _numbers(house, ready)
        if numbers.cases and numbers.cases_closed == numbers.cases:
            return
        if passed >= length and _all_have_worked(numbers, wish.agents):
            return
        here.tend(min(1.0, max(length - passed, 0.1)))


def _all_have_worked(numbers: Numbers, agents: int) -> bool:
    """Tell whether all agents have had calls, or never will: there are too few people."""
    few = numbers.cases < 3 * agents
    return few or (numbers.agents_with_calls >= agents and numbers.calls > 2 * agents)


def _stop_dialling(wish: Rehearsal, here: Machine, house: House, ready: OpenFloor, log: Path) -> None:
    """Let the last conversations end at the carrier, then give Raabta its time to learn of every end."""
    move_campaign(house.db, ready.scope, ready.campaign_id, CampaignEvent.PAUSE, None, now=house.now())
    deadline = house.now() + TALKS_END
    while house.now() < deadline and (_numbers(house, ready).live or live_calls(read_log(log))):
        here.tend(0.5)
        if not live_calls(read_log(log)):
            deadline = min(deadline, house.now() + max(SETTLED, timedelta(seconds=STARVED * wish.speed)))


def _numbers(house: House, ready: OpenFloor) -> Numbers:
    with house.db.transaction(ready.scope) as session:
        return numbers_of_campaign(session, ready.campaign_id)


def _busy_share(house: House, ready: OpenFloor, *, since: datetime) -> float | None:
    with house.db.transaction(ready.scope) as session:
        share = busy_share(session, ready.campaign_id, since=since, until=house.now())
    return share and round(share, 4)


def _decided(house: House, ready: OpenFloor) -> dict[str, int]:
    """Return how many calls were placed, held back or refused, by reason."""
    total = Counter[str]()
    with house.db.transaction(ready.scope) as session:
        for each in decisions_since(session, ready.campaign_id, datetime.min.replace(tzinfo=UTC)):
            total[each.because] += each.cases
    return dict(sorted(total.items()))


def _known(house: House, ready: OpenFloor) -> tuple[list[Any], Numbers]:
    with house.db.transaction(ready.scope) as session:
        return known_calls(session, ready.campaign_id), numbers_of_campaign(session, ready.campaign_id)


def _next_morning(wall: float) -> datetime:
    """Return ten o'clock in Kashmir on the next Monday: the same kind of day at whatever hour it is rehearsed."""
    day = datetime.fromtimestamp(wall, KASHMIR).date() + timedelta(days=1)
    while day.weekday() != 0:
        day += timedelta(days=1)
    return datetime(day.year, day.month, day.day, MORNING, tzinfo=KASHMIR).astimezone(UTC)
