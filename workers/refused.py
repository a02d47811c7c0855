"""How a command that brings a file ends where it is refused: its sentence, as JSON too if asked for, and an exit code."""

import json
import sys
from typing import Final, NoReturn

import click

from campaigns.rules.refusals import Refusal

REFUSED: Final = 2  # exit codes
AWAY: Final = 1


def refuse(refusal: Refusal, *, as_json: bool, code: int = REFUSED) -> NoReturn:
    """Say why not, and end."""
    if as_json:
        click.echo(json.dumps({"because": refusal.because, "hint": refusal.hint}))
    click.echo(refusal.hint, err=True)
    sys.exit(code)
