"""`make soak`: runs many seeds, says what each found, and ends with an error that names those to be repeated."""

import shutil
import sys
import tempfile
import time
from pathlib import Path

import click

from tests.soak.killed_floor import run_plan
from tests.soak.plans import plan_of


@click.command()
@click.option("--runs", default=200, show_default=True, type=click.IntRange(min=1))
@click.option("--seed", default=1, show_default=True, help="Of the first run; each next one takes the next.")
def soak(runs: int, seed: int) -> None:
    """Kill a random process of a small floor at a random moment, again and again."""
    failed = []
    for number in range(seed, seed + runs):
        plan, began = plan_of(number), time.monotonic()
        folder = Path(tempfile.mkdtemp(prefix=f"raabta-soak-{number}-"))
        found = run_plan(plan, folder)
        took = f"{found.calls} calls, {time.monotonic() - began:.0f} s"
        print(f"{plan}: {took}, {f'WRONG {found.wrong}, logs in {folder}' if found.wrong else 'in order'}", flush=True)  # noqa: T201
        if found.wrong:
            failed.append(number)
        else:
            shutil.rmtree(folder)
    if failed:
        sys.exit("Repeat with: " + "; ".join(f"make soak RUNS=1 SEED={number}" for number in failed))
    print(f"{runs} runs: nobody rung twice, nothing stuck, no outcome lost, every account balanced.")  # noqa: T201


if __name__ == "__main__":
    soak()
