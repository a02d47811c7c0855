"""How long a carrier that does not answer is asked about no call: longer each time, and as long as it wishes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

STEPS: Final = (10, 20, 40, 60)  # seconds
LONGEST: Final = timedelta(minutes=15)  # agents wait for what the carrier knows


def asked_again_after(times: int, *, retry_after: float | None) -> timedelta:
    """Return the rest after so many answers, one at least, that did not come; `retry_after`: seconds it has asked for."""
    step = STEPS[min(times, len(STEPS)) - 1]
    return min(timedelta(seconds=max(step, retry_after or 0)), LONGEST)


@dataclass
class Unanswered:
    """How often in a row the carrier has not answered, and until when nobody is asked about therefore."""

    times: int = 0
    until: datetime | None = None

    def rests(self, *, now: datetime) -> bool:
        """Tell whether the rest stands; a clock that was ahead makes none longer."""
        return self.until is not None and now < self.until <= now + LONGEST

    def note(self, *, retry_after: float | None, at: datetime) -> None:
        """It has not answered."""
        self.times += 1
        self.until = at + asked_again_after(self.times, retry_after=retry_after)

    def end(self) -> None:
        """It has answered."""
        self.times, self.until = 0, None
