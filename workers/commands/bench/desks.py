"""The measures of `raabta bench` at what people look at all day: the agent's desk, and the streams that keep pages true."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from workers.commands.bench.measuring import Measured, measure


@measure("desk")
@click.option(
    "--strikes", type=click.IntRange(min=20), default=60, show_default=True, help="Keys whose effect is timed."
)
@click.option("--picture", type=click.Path(path_type=Path), help="Save how the desk looks in a call, for the readme.")
def work_at_desk(strikes: int, picture: Path | None) -> Measured:
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
        found = time_desk(strikes, picture)
    except BrowserMissingError as missing:
        raise click.ClickException(str(missing)) from missing
    return found, _desk_words(found)


@measure("live")
@click.option("--streams", type=click.IntRange(20, 5_000), default=400, show_default=True, help="Open pages.")
def stream_events(streams: int) -> Measured:
    """Hold many event streams open while desks change, and say what the process takes and how soon each hears."""
    from workers.bench.timed_live import time_live

    found = time_live(streams)
    return found, [
        f"{streams} streams: {found['mib']} MiB, {found['core_percent']} % of a core, 95 of 100 changes heard within "
        f"{found['p95_ms']} ms; an event takes {found['ratio']} times an empty one. On {found['boards']} boards 95 of 100 "
        f"changes of a desk stand within {found['screen_p95_ms']} ms."
    ]


def _desk_words(found: Mapping[str, Any]) -> Iterator[str]:
    for language, load in found["loads"].items():
        yield (
            f"{language}: {load['bytes'] / 1000:.1f} kB at first ({load['bytes_on_wire'] / 1000:.1f} with headers); "
            f"on EDGE after {load['edge_cold_s']} s, the next time after {load['edge_warm_s']} s"
        )
    call = found["call"]
    told = f"{call['bytes'] / 1000:.1f} kB ({call['bytes_on_wire'] / 1000:.1f} with headers)"
    yield f"A call of {call['questions']} questions: {told}"
    for name in ("plain", "slowed_4_times"):
        painted, on_disk = found[name]["painted"], found[name]["on_disk"]
        yield (
            f"{name.replace('_', ' '):>14}: 95 of 100 keys painted within {painted['p95_ms']} ms, on the disk within "
            f"{on_disk['p95_ms']} ms (the calmest of rounds with {', '.join(map(str, found[name]['rounds_p95_ms']))})"
        )


COMMANDS = (work_at_desk, stream_events)
