"""How one robot works: how fast it reads, what people tell it, what it logs and when it takes a break. All drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any, Final

from campaigns.rules.agent_states import PauseReason
from campaigns.rules.outcomes import Outcome
from campaigns.rules.scripts.answers import nearest_day
from campaigns.rules.scripts.script import Option, Step, StepKind
from workers.robots.desk import Desk

LETTERS_PER_SECOND: Final = 14.0
LISTENS: Final = {
    StepKind.CHOICE: (2.0, 7.0),
    StepKind.CHOICES: (4.0, 12.0),
    StepKind.NUMBER: (3.0, 8.0),
    StepKind.DATE: (3.0, 9.0),
    StepKind.TEXT: (8.0, 20.0),
    StepKind.END: (1.0, 3.0),
}
LIKELY: Final[Mapping[Outcome | None, float]] = {
    None: 2.0,
    Outcome.COMPLETED: 4.0,
    Outcome.CALL_LATER: 0.6,
    Outcome.WRONG_NUMBER: 0.3,
    Outcome.NOT_AVAILABLE: 0.4,
    Outcome.REFUSED: 0.3,
    Outcome.DIED: 0.15,
    Outcome.OPT_OUT: 0.05,
}
FIRST_OPTION: Final = 3.0  # times as likely: scripts begin with the usual answer
SKIPS: Final = 0.15
NOBODY_SPEAKS: Final = 0.03
TELL_WHEN_NEARLY_DONE: Final = 0.6  # of the agents have made F7 a habit; our own guess
FORGET: Final = 0.15  # of their calls all the same
OWN_JUDGEMENT: Final = (  # logged instead of what the script suggests
    (Outcome.NOT_AVAILABLE, 0.02),
    (Outcome.CALL_LATER, 0.02),
    (Outcome.OTHER_LANGUAGE, 0.01),
)
BREAKS: Final = (
    (PauseReason.TEA, 240.0, 0.015),
    (PauseReason.PRAYER, 420.0, 0.008),
    (PauseReason.TECHNICAL, 90.0, 0.007),
)
SAYS: Final = ("Asks to be told when it is solved.", "Will go to the block office.", "Wants the matter looked into.")


@dataclass
class Persona:
    """One robot's ways. `pace`: 1 is ordinary, more is slower; `tells`: it says when a talk is nearly done."""

    dice: Random
    pace: float = 1.0
    tells: bool = False

    def talks(self, step: Step, text: str) -> float:
        """Return how many seconds a step takes: reading it out and listening."""
        return (len(text) / LETTERS_PER_SECOND + self.dice.uniform(*LISTENS[step.kind])) * self.pace

    def looks(self, least: float, most: float) -> float:
        """Return how many seconds something takes that is not talking."""
        return self.dice.uniform(least, most) * self.pace

    def says_nearly_done(self, step: Step) -> bool:
        """Tell whether it presses F7 as a step comes up: at the goodbye, if it has the habit and does not forget."""
        return step.kind is StepKind.END and self.tells and self.dice.random() >= FORGET

    def nobody_speaks(self) -> bool:
        """Tell whether the line stays silent."""
        return self.dice.random() < NOBODY_SPEAKS

    def answer(self, step: Step, desk: Desk) -> Any:
        """Return what the person answers to a step; None skips it."""
        if not step.required and self.dice.random() < SKIPS:
            return None
        options = step.offered(desk.record)
        match step.kind:
            case StepKind.CHOICE:
                return self._choice(options)
            case StepKind.CHOICES:
                count = min(len(options), self.dice.choice((1, 1, 2)))
                return [option.value for option in self.dice.sample(options, count)]
            case StepKind.NUMBER:
                least = step.least or 0
                return round(self.dice.uniform(least, min(least + 3000, step.most or least + 3000)))
            case StepKind.DATE:
                return nearest_day(step, desk.today - timedelta(days=self.dice.randrange(1, 40)), desk.today)
            case StepKind.TEXT | StepKind.END:
                return self.dice.choice(SAYS)

    def outcome(self, desk: Desk) -> Outcome:
        """Return what to log: mostly what the script suggests, sometimes the robot's own judgement."""
        drawn = self.dice.random()
        for outcome, share in OWN_JUDGEMENT:
            drawn -= share
            if drawn < 0 and desk.suggested in (None, Outcome.COMPLETED, Outcome.CUT_OFF):
                return outcome
        return desk.suggested or Outcome.NOT_AVAILABLE

    def _choice(self, options: Sequence[Option]) -> str:
        weights = [LIKELY.get(option.suggests, 0.2) for option in options]
        weights[0] *= FIRST_OPTION
        return self.dice.choices(options, weights)[0].value

    def break_after_call(self) -> tuple[PauseReason, float] | None:
        """Return a break to take after this call and its seconds; mostly none."""
        drawn = self.dice.random()
        for reason, seconds, share in BREAKS:
            drawn -= share
            if drawn < 0:
                return reason, seconds * self.dice.uniform(0.7, 1.3)
        return None
