"""Where a talk is in its script: the step that is on the agent's screen, or that she said she is nearly done."""

from typing import Final

from campaigns.rules.scripts.path import Path
from campaigns.rules.scripts.script import Script

NEARLY_DONE: Final = "* nearly done"  # in the place of a step's name; stands until the wrap-up is over

OPENING: Final = 2  # its number, after that of `NEARLY_DONE`


def step_on_screen(path: Path) -> str:
    """Return the step that follows the answers of a path: the next question, or the ending that was reached."""
    return path.next_step or path.steps[-1]


def step_numbers(script: Script | None, most: int) -> dict[str, int]:
    """Number what tells of progress from 1: `NEARLY_DONE`, the opening, the other steps; those beyond `most` get none."""
    steps = sorted(script.steps, key=lambda name: name != script.opening) if script else []
    return {name: number for number, name in enumerate([NEARLY_DONE, *steps][:most], 1)}
