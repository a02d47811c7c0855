"""The chance that an agent who ends her wrap-up takes the next call.

It is learned over hundreds of wrap-ups, since breaks that nobody announced are rare. But a floor that goes home together
does so within a minute, and meanwhile phones ring for agents who will not be there: where more of the last few have gone than
chance would have it, they alone count. On simulated days at a cap of 1 % on which everybody leaves within a minute
(tests/pacing, 40 of each size) the 95th worst of 100 then stays at 1.02 instead of 1.09 times the cap with 200 agents,
1.04 instead of 1.09 with 50 and 0.99 instead of 1.07 with 20, and on ordinary days agents talk as much as before.
"""

from dataclasses import dataclass
from typing import Final

MEMORY: Final = 300.0  # wrap-ups after which one counts half
LATELY: Final = 6.0  # likewise, of the last few
BY_CHANCE: Final = 0.7  # of these may have gone without telling anything of the others
GROWING: Final = 1.5  # times the share that went lately will have gone when those who are rung now answer


@dataclass(frozen=True)
class Staying:
    """Agents who came ready after a wrap-up, and who went without a word: of all, and of the last few."""

    came: float = 29.0
    went: float = 1.0
    came_lately: float = 0.0
    went_lately: float = 0.0

    def learn(self, came: int, went: int) -> "Staying":
        """Add wrap-ups that have ended."""
        kept, lately = 0.5 ** ((came + went) / MEMORY), 0.5 ** ((came + went) / LATELY)
        return Staying(
            self.came * kept + came,
            self.went * kept + went,
            self.came_lately * lately + came,
            self.went_lately * lately + went,
        )

    @property
    def share(self) -> float:
        """Return the share of agents who stay."""
        usual = self.came / (self.came + self.went)
        if self.went_lately <= BY_CHANCE:
            return usual
        going = GROWING * (self.went_lately - BY_CHANCE) / (self.came_lately + self.went_lately)
        return min(usual, max(1.0 - going, 0.0))
