"""Dials with a whole floor on this machine in real time, and with as many workers as it takes to fill it."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from workers.bench.busy_floor import CARRIER_TAKES, measure_floor
from workers.bench.saturation import CROWDS, UNLIMITED, measure_saturation
from workers.environment import Home, demo_environment, wall_second, working_clock
from workers.machine import Machine, machine

FEWEST: Final = 40  # calls that wait for each crowd of workers
MOST: Final = 500


def time_dial(
    agents: int, minutes: float, haste: float, *, crowds: Sequence[int] = CROWDS, options: Sequence[str] = ()
) -> dict[str, Any]:
    """Return what `raabta bench dial` prints. Each of the two has servers of its own; `options` of PostgreSQL's.

    `haste` of the robots: busy_floor.measure_floor says what it is.
    """
    with _machine(CARRIER_TAKES, options) as here:
        floor = measure_floor(here, agents, minutes, haste)
    with _machine(UNLIMITED, options) as here:
        saturation = measure_saturation(here, min(max(2 * agents, FEWEST), MOST), crowds)
    return {"agents": agents, "minutes": minutes, "speed": haste, "floor": floor, "saturation": saturation}


@contextmanager
def _machine(settings: dict[str, str], options: Sequence[str]) -> Iterator[Machine]:
    """Run servers of our own in a working hour, and take them away afterwards."""
    with TemporaryDirectory(prefix="raabta-bench-") as folder:
        home = Home(Path(folder))
        home.set_clock(working_clock(None, wall=wall_second()))
        try:
            with machine(home, demo_environment(os.environ, home) | settings, *options) as here:
                yield here
        finally:
            shutil.rmtree(home.servers, ignore_errors=True)
