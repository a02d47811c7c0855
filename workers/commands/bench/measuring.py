"""How every measure is a command: it takes its figures, says them in words and, where asked, as JSON."""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, Final

import click

from workers.interrupts import interruptible

Measured = tuple[Mapping[str, Any], Iterable[str]]
AS_JSON: Final = click.Option(
    ["--json", "as_json"], is_flag=True, help="Print one JSON object; the words go to standard error."
)


def measure(name: str) -> Callable[[Callable[..., Measured]], click.Command]:
    """Make a subcommand of what returns figures and the lines that say them in words.

    A run that is ended early stops its servers, too. With `--json` the figures are one object, alone on standard output.
    """

    def command_of(take: Callable[..., Measured]) -> click.Command:
        @click.command(name)
        @wraps(take)
        def command(*, as_json: bool, **options: Any) -> None:
            with interruptible():
                found, words = take(**options)
            for line in words:
                click.echo(line, err=as_json)
            if as_json:
                click.echo(json.dumps(found))

        command.params.append(AS_JSON)
        return command

    return command_of
