"""`raabta bench`: measures this machine at what a call centre's day hangs on.

Each measure is loaded when it is asked for: what the others need would count as its memory.
"""

import json

import click

from campaigns.rules.campaign_states import DialMode
from workers.bench.figure_commands import bench_account, bench_report
from workers.interrupts import interruptible


@click.group("bench")
def bench() -> None:
    """Measure, on servers of its own that are gone afterwards."""


bench.add_command(bench_account)
bench.add_command(bench_report)


@bench.command("import")
@click.option("--rows", type=click.IntRange(min=100), default=100_000, show_default=True, help="Rows of the list.")
@click.option("--kind", type=click.Choice(["csv", "xlsx"]), default="csv", show_default=True, help="Of the file.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object as the last line.")
def import_rows(rows: int, kind: str, *, as_json: bool) -> None:
    """Make a list with the dirt of real ones and import it whole, from file to committed cases."""
    from workers.bench.timed_import import time_import

    with interruptible():  # a run that is ended early stops its server, too
        found = time_import(rows, kind=kind)
    click.echo(
        f"{found['rows']} rows in {found['seconds']} s: {found['rows_per_second']} a second, {found['ratio']} of a bare "
        f"COPY, at most {found['peak_mib']} MiB."
    )
    if as_json:
        click.echo(json.dumps(found))


@bench.command("mend")
@click.option("--rows", type=click.IntRange(min=1_000), default=100_000, show_default=True, help="Rows of the list.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object as the last line.")
def mend_rows(rows: int, *, as_json: bool) -> None:
    """Mend single rows of a long list through the pages, and say how soon they answer."""
    from workers.bench.timed_mend import time_mends

    with interruptible():
        found = time_mends(rows)
    for name in ("edit", "equal_values", "undo", "bare_update"):
        click.echo(
            f"{name.replace('_', ' '):>14}: {found[name]['p50_ms']} ms, 95 of 100 within {found[name]['p95_ms']} ms"
        )
    if as_json:
        click.echo(json.dumps(found))


@bench.command("pacing")
@click.option("--pools", default="5,20,50,350", show_default=True, help="Agents on the floors, with commas.")
@click.option("--days", type=click.IntRange(min=1), default=2, show_default=True, help="Days for each figure.")
@click.option(
    "--hours", type=click.FloatRange(min=1.1, max=24), default=8.0, show_default=True, help="Length of a day."
)
@click.option("--cap", type=click.FloatRange(min=0.001, max=0.2), default=0.03, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object as the last line.")
def pacing_days(pools: str, days: int, hours: float, cap: float, *, as_json: bool) -> None:
    """Dial simulated days with our pacing rule and with the known ways; the cap is a share of the live answers."""
    from workers.bench.timed_pacing import Days, time_pacing

    try:
        sizes = tuple(int(each) for each in pools.split(","))
    except ValueError as unread:
        raise click.BadParameter("name floors by their agents, as in 5,50,350", param_hint="--pools") from unread
    with interruptible():
        found = time_pacing(Days(sizes, days, hours, cap))
    for agents, pool in found["pools"].items():
        for name, row in pool["policies"].items():
            took = f"; {row['decision_ms']:.2f} ms a decision" if "decision_ms" in row else ""
            beside = f"; ours x{pool['ratios'][name]:.2f}" if name in pool["ratios"] else ""
            click.echo(
                f"{agents:>4} {name:>21}: busy {row['busy']:.3f}, abandoned {row['abandoned']:.2%}{beside}{took}"
            )
    if as_json:
        click.echo(json.dumps(found))


@bench.command("dial")
@click.option("--agents", type=click.IntRange(1, 350), default=350, show_default=True, help="Robots at desks.")
@click.option(
    "--minutes", type=click.FloatRange(0.05, 60), default=3.0, show_default=True, help="At work, of the wall."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object as the last line.")
def dial_floor(agents: int, minutes: float, *, as_json: bool) -> None:
    """Dial with a whole floor in real time, then as fast as 1, 2 and 4 workers can beside empty jobs."""
    from workers.bench.timed_dial import time_dial

    with interruptible():
        found = time_dial(agents, minutes)
    floor = found["floor"]
    click.echo(
        f"{agents} agents, {minutes:g} minutes: {floor['a_second']} calls placed a second, at least "
        f"{floor['a_second_at_least']} in any ten seconds; {floor['doubles']} doubled, {floor['stuck']} stuck."
    )
    for what, measured in (("From an answer to the screen", "to_screen"), ("A webhook's answer", "webhooks")):
        told = floor[measured]
        click.echo(f"{what}: {told['p50_ms']} ms, 95 of 100 within {told['p95_ms']} ms ({told['number']} of them).")
    click.echo(f"Load {floor['load']}, {floor['mib']} MiB, CPU seconds {floor['cpu_seconds_of']}.")
    for row in found["saturation"]:
        click.echo(
            f"{row['workers']} workers: {row['placed_a_second']} calls a second, {row['ratio']} of "
            f"{row['empty_jobs_a_second']} empty jobs."
        )
    if as_json:
        click.echo(json.dumps(found))


@bench.command("rehearsal")
@click.option("--people", type=click.IntRange(min=100), default=100_000, show_default=True, help="To be called.")
@click.option("--agents", type=click.IntRange(min=1), default=60, show_default=True)
@click.option("--days", type=click.IntRange(min=1), default=30, show_default=True)
@click.option("--mode", type=click.Choice([mode.value for mode in DialMode]), default="progressive", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object as the last line.")
def rehearse_people(people: int, agents: int, days: int, mode: str, *, as_json: bool) -> None:
    """Play one run of an invented campaign through in virtual time, beside the bare sorting of its events."""
    from workers.bench.timed_rehearsal import Size, time_rehearsal

    with interruptible():
        found = time_rehearsal(Size(people, agents, days, DialMode(mode)))
    click.echo(
        f"{found['people']} people in {found['seconds']} s, {found['calls_per_second']} calls a second, {found['ratio']} "
        f"times its bare events, at most {found['peak_mib']} MiB."
    )
    if as_json:
        click.echo(json.dumps(found))


@bench.command("floor")
@click.option("--agents", type=click.IntRange(12, 2_000), default=350, show_default=True)
@click.option(
    "--live", type=click.IntRange(12), default=1_000, show_default=True, help="Calls that ring or are talked."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object as the last line.")
def look_at_floor(agents: int, live: int, *, as_json: bool) -> None:
    """Look at a busy predictive floor as the dialler does every second: its facts, what they teach, and the decision."""
    from workers.bench.timed_looks import BusyFloor, time_looks

    with interruptible():
        found = time_looks(BusyFloor(agents, max(agents, live)))
    for name in ("look", "decision"):
        click.echo(f"{name:>9}: {found[name]['p50_ms']} ms, 95 of 100 within {found[name]['p95_ms']} ms")
    click.echo(f"{'restart':>9}: {found['learned_again_ms']} ms to learn the latest calls again")
    if as_json:
        click.echo(json.dumps(found))


@bench.command("live")
@click.option("--streams", type=click.IntRange(20, 5_000), default=400, show_default=True, help="Open pages.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object as the last line.")
def stream_events(streams: int, *, as_json: bool) -> None:
    """Hold many event streams open while desks change, and say what the process takes and how soon each hears."""
    from workers.bench.timed_live import time_live

    with interruptible():
        found = time_live(streams)
    click.echo(
        f"{streams} streams: {found['mib']} MiB, {found['core_percent']} % of a core, 95 of 100 changes heard within "
        f"{found['p95_ms']} ms; an event takes {found['ratio']} times an empty one. On {found['boards']} boards 95 of 100 "
        f"changes of a desk stand within {found['screen_p95_ms']} ms."
    )
    if as_json:
        click.echo(json.dumps(found))


@bench.command("queue")
@click.option("--cases", type=click.IntRange(min=1_000), default=500_000, show_default=True, help="Cases that wait.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object as the last line.")
def claim_cases(cases: int, *, as_json: bool) -> None:
    """Claim 20 cases at a time from a long queue with its past calls, and from one of 50,000."""
    from workers.bench.timed_claim import time_claims

    with interruptible():
        found = time_claims(cases)
    click.echo(
        f"A claim of {found['claim_of']} of {cases} cases: {found['p50_ms']} ms, 95 of 100 within {found['p95_ms']} ms, "
        f"{found['ratio']} times that of a short queue."
    )
    if as_json:
        click.echo(json.dumps(found))


@bench.command("tiers")
@click.option(
    "--cases", type=click.IntRange(min=1_000), default=500_000, show_default=True, help="People of the campaign."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object as the last line.")
def draw_tiers(cases: int, *, as_json: bool) -> None:
    """Draw tiers of every depth while cases change, beside one count of all cases by hand."""
    from workers.bench.timed_tiers import time_tiers

    with interruptible():
        found = time_tiers(cases)
    click.echo(
        f"A tier of {cases} people and {2 * cases} calls: {found['p50_ms']} ms, 95 of 100 within {found['p95_ms']} ms; "
        f"one count by hand {found['by_hand_ms']} ms, {found['ratio']} times as long."
    )
    click.echo(f"To note a changed case costs {found['note_costs_ms']} ms beside {found['bare_change_ms']} ms.")
    if as_json:
        click.echo(json.dumps(found))


@bench.command("desk")
@click.option(
    "--strikes", type=click.IntRange(min=20), default=60, show_default=True, help="Keys whose effect is timed."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object as the last line.")
def work_at_desk(strikes: int, *, as_json: bool) -> None:
    """Load the agent's desk in a real Chromium behind an EDGE link, and work at it with keys."""
    try:
        from workers.bench.desk_in_browser import BrowserMissingError
        from workers.bench.timed_desk import time_desk
    except ModuleNotFoundError as missing:
        raise click.ClickException(
            f"{missing.name} is missing: this measure needs Playwright and its Chromium. Run "
            "pip install -e '.[dev]' and playwright install chromium."
        ) from missing

    try:
        with interruptible():
            found = time_desk(strikes)
    except BrowserMissingError as missing:
        raise click.ClickException(str(missing)) from missing
    for language, load in found["loads"].items():
        click.echo(
            f"{language}: {load['bytes'] / 1000:.1f} kB at first ({load['bytes_on_wire'] / 1000:.1f} with headers); "
            f"on EDGE after {load['edge_cold_s']} s, the next time after {load['edge_warm_s']} s"
        )
    call = found["call"]
    told = f"{call['bytes'] / 1000:.1f} kB ({call['bytes_on_wire'] / 1000:.1f} with headers)"
    click.echo(f"A call of {call['questions']} questions: {told}")
    for name in ("plain", "slowed_4_times"):
        painted, on_disk = found[name]["painted"], found[name]["on_disk"]
        click.echo(
            f"{name.replace('_', ' '):>14}: 95 of 100 keys painted within {painted['p95_ms']} ms, on the disk within "
            f"{on_disk['p95_ms']} ms"
        )
    if as_json:
        click.echo(json.dumps(found))
