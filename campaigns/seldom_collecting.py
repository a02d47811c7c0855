"""How seldom a process that stays looks for rubbish: nearly all that a request leaves is gone without being looked for."""

import gc
from typing import Final

# Python's own 700 are fewer than one request makes; it took 6 to 8 % of the processor to find next to nothing.
NEW_OBJECTS: Final = 20_000


def collect_seldom() -> None:
    """Look for rubbish by many objects at a time, and never through what stands there now.

    What stays anyway would hold up whoever is served at that moment for a tenth of a second.
    """
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
