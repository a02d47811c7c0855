"""The measures of `raabta bench` at dialling: whom to ring, how many at once, and how fast calls are placed."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import click

from campaigns.rules.campaign_states import DialMode
from workers.commands.bench.measuring import Measured, measure

TIMED: Final = {
    "From an answer to the screen": "to_screen",
    "… where an agent was ready": "to_screen_agent_ready",
    "… where she waited for one": "to_screen_waited",
    "A webhook's answer": "webhooks",
}


@measure("pacing")
@click.option("--pools", default="5,20,50,350", show_default=True, help="Agents on the floors, with commas.")
@click.option("--days", type=click.IntRange(min=1), default=2, show_default=True, help="Days for each figure.")
@click.option(
    "--hours", type=click.FloatRange(min=1.1, max=24), default=8.0, show_default=True, help="Length of a day."
)
@click.option("--cap", type=click.FloatRange(min=0.001, max=0.2), default=0.03, show_default=True)
def pacing_days(pools: str, days: int, hours: float, cap: float) -> Measured:
    """Dial simulated days with our pacing rule and with the known ways; the cap is a share of the live answers."""
    from workers.bench.timed_pacing import Days, time_pacing

    try:
        sizes = tuple(int(each) for each in pools.split(","))
    except ValueError as unread:
        raise click.BadParameter("name floors by their agents, as in 5,50,350", param_hint="--pools") from unread
    found = time_pacing(Days(sizes, days, hours, cap))
    return found, _pacing_words(found)


@measure("dial")
@click.option("--agents", type=click.IntRange(1, 350), default=350, show_default=True, help="Robots at desks.")
@click.option(
    "--minutes", type=click.FloatRange(0.05, 60), default=3.0, show_default=True, help="At work, of the wall."
)
@click.option(
    "--speed",
    type=click.FloatRange(0.1, 10),
    default=2.2,
    show_default=True,
    help="How many times as fast as people the robots talk and log; calls a second grow with it. Phones ring no faster.",
)
def dial_floor(agents: int, minutes: float, speed: float) -> Measured:
    """Dial with a whole floor in real time, then as fast as 1, 2 and 4 workers can beside empty jobs.

    The demo's script is long: 350 people at their own pace would ask for 7 calls a second. At the default the robots ask
    for 15 to 16, as the goal says, so that latency is measured at the goal's own load; at 2.4 for 17, at 3 for 21. What the
    first two minutes after the last has sat down bring is not measured: all begin at once there, as on no real floor.
    """
    from workers.bench.timed_dial import time_dial

    found = time_dial(agents, minutes, speed)
    return found, _dial_words(found)


@measure("rehearsal")
@click.option("--people", type=click.IntRange(min=100), default=100_000, show_default=True, help="To be called.")
@click.option("--agents", type=click.IntRange(min=1), default=60, show_default=True)
@click.option("--days", type=click.IntRange(min=1), default=30, show_default=True)
@click.option("--mode", type=click.Choice([mode.value for mode in DialMode]), default="progressive", show_default=True)
def rehearse_people(people: int, agents: int, days: int, mode: str) -> Measured:
    """Play one run of an invented campaign through in virtual time, beside the bare sorting of its events."""
    from workers.bench.timed_rehearsal import Size, time_rehearsal

    found = time_rehearsal(Size(people, agents, days, DialMode(mode)))
    return found, [
        f"{found['people']} people in {found['seconds']} s, {found['calls_per_second']} calls a second, {found['ratio']} "
        f"times its bare events, at most {found['peak_mib']} MiB."
    ]


@measure("floor")
@click.option("--agents", type=click.IntRange(12, 2_000), default=350, show_default=True)
@click.option(
    "--live", type=click.IntRange(12), default=1_000, show_default=True, help="Calls that ring or are talked."
)
def look_at_floor(agents: int, live: int) -> Measured:
    """Look at a busy predictive floor as the dialler does every second: its facts, what they teach, and the decision."""
    from workers.bench.timed_looks import BusyFloor, time_looks

    found = time_looks(BusyFloor(agents, max(agents, live)))
    return found, [
        *(
            f"{name:>9}: {found[name]['p50_ms']} ms, 95 of 100 within {found[name]['p95_ms']} ms"
            for name in ("look", "decision")
        ),
        f"{'restart':>9}: {found['learned_again_ms']} ms to learn the latest calls again",
    ]


@measure("queue")
@click.option("--cases", type=click.IntRange(min=1_000), default=500_000, show_default=True, help="Cases that wait.")
@click.option(
    "--scattered",
    is_flag=True,
    help="A list in no order: the people of a block as far apart as can be. Without it block follows block.",
)
def claim_cases(*, cases: int, scattered: bool) -> Measured:
    """Claim 20 cases at a time from a long queue with its past calls, and from one of 50,000."""
    from workers.bench.timed_claim import time_claims

    found = time_claims(cases, scattered=scattered)
    return found, [
        f"A claim of {found['claim_of']} of {cases} cases: {found['p50_ms']} ms, 95 of 100 within {found['p95_ms']} ms, "
        f"{found['ratio']} times that of a short queue."
    ]


def _pacing_words(found: Mapping[str, Any]) -> Iterator[str]:
    for agents, pool in found["pools"].items():
        for name, row in pool["policies"].items():
            took = f"; {row['decision_ms']:.2f} ms a decision" if "decision_ms" in row else ""
            beside = f"; ours x{pool['ratios'][name]:.2f}" if name in pool["ratios"] else ""
            yield f"{agents:>4} {name:>21}: busy {row['busy']:.3f}, abandoned {row['abandoned']:.2%}{beside}{took}"


def _dial_words(found: Mapping[str, Any]) -> Iterator[str]:
    floor = found["floor"]
    yield (
        f"{found['agents']} agents {found['speed']:g} times as fast as people, {found['minutes']:g} minutes: {floor['a_second']} calls placed a second, at least "
        f"{floor['a_second_at_least']} in any ten seconds; {floor['doubles']} doubled, {floor['stuck']} stuck. "
        f"The {floor['warm_up_seconds']:g} seconds before are not counted."
    )
    for what, measured in TIMED.items():
        told = floor[measured]
        yield f"{what}: {told['p50_ms']} ms, 95 of 100 within {told['p95_ms']} ms ({told['number']} of them)."
    yield f"{floor['found_nobody']} of {floor['answered']} who answered found nobody."
    yield f"Load {floor['load']}, {floor['mib']} MiB, CPU seconds {floor['cpu_seconds_of']}."
    for row in found["saturation"]:
        yield (
            f"{row['workers']} workers: {row['placed_a_second']} calls a second, {row['ratio']} of "
            f"{row['empty_jobs_a_second']} empty jobs."
        )


COMMANDS = (pacing_days, dial_floor, rehearse_people, look_at_floor, claim_cases)
