"""What goes wrong on request: rates of faults, and draws that depend on the seed and the thing, not on timing."""

import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Faults:
    """Shares from 0 to 1. The first three are of status webhooks, the others of requests that place a call."""

    doubled: float = 0.0  # delivered twice
    lost: float = 0.0  # never delivered
    late: float = 0.0  # delivered after later ones
    held: float = 0.0  # the call is dialled, its request is never answered
    throttled: float = 0.0  # 429, nothing dialled
    broken: float = 0.0  # 500 although the call is dialled
    no_funds: float = 0.0  # 403, the account is stopped
    caller_refused: float = 0.0  # 400, the caller number is not ours to show

    def as_json(self) -> dict[str, float]:
        """Return the rates by name."""
        return asdict(self)


NO_FAULTS = Faults()
USUAL_FAULTS = Faults(doubled=0.10, lost=0.05, late=0.20, held=0.01)


def read_faults(rates: Mapping[str, Any]) -> Faults:
    """Read rates by name.

    Raises:
        ValueError: on an unknown name or a rate outside 0 to 1; the message says which.
    """
    names = {field.name for field in fields(Faults)}
    for name, rate in rates.items():
        if name not in names:
            raise ValueError(f"There is no fault {name!r}; there are {', '.join(sorted(names))}.")
        if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 <= rate <= 1:
            raise ValueError(f"The rate of {name!r} must be a number from 0 to 1.")
    return Faults(**{name: float(rate) for name, rate in rates.items()})


def draw(seed: int, *about: object) -> random.Random:
    """Return dice that always fall the same way for the same seed and thing."""
    return random.Random(":".join(map(str, (seed, *about))))  # noqa: S311 - a simulated network, no secret
