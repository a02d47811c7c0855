"""`raabta bench`: measures this machine at what a call centre's day hangs on.

Each measure is loaded when it is asked for: what the others need would count as its memory.
"""

import click

from workers.commands.bench import desks, dialling, lists, proofs

COMMANDS = (*lists.COMMANDS, *dialling.COMMANDS, *desks.COMMANDS, *proofs.COMMANDS)


@click.group("bench")
def bench() -> None:
    """Measure, on servers of its own that are gone afterwards."""


for command in COMMANDS:
    bench.add_command(command)
