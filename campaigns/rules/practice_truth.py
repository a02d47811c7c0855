"""What an invented person would answer to a script: the one way through it that is right for her."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final

from campaigns.rules.outcomes import Outcome
from campaigns.rules.personas import Persona
from campaigns.rules.script import Option, Script, Step, StepKind

USUAL_SPAN: Final = 3_000  # of a number that has no upper limit
ROUNDED_TO: Final = 50
Way = tuple[tuple[str, Option | None], ...]


@dataclass(frozen=True)
class Truth:
    """Her answers by step, in the order of the script; what she is asked beside them she does not understand."""

    answers: Mapping[str, Any]

    @cached_property
    def steps(self) -> tuple[str, ...]:
        """Return the questions on her way."""
        return tuple(self.answers)


def truth_of(script: Script, persona: Persona, *, today: date) -> Truth | None:
    """Return what she answers; None where no way through this script ends as it does with her."""
    way = _Ways(script, persona).to(script.opening, None)
    if way is None:
        return None
    broken_at = persona.breaks_off.at if persona.breaks_off else len(way)
    answers = {
        name: option.value if option else _written(script.steps[name], persona, today)
        for name, option in way[: max(broken_at, 1)]
    }
    return Truth(answers)


class _Ways:
    """Looks for a way from a step to an ending of the right suggestion; each step is looked at once."""

    def __init__(self, script: Script, persona: Persona) -> None:
        self.script, self.persona = script, persona
        self.known: dict[tuple[str, Outcome | None], Way | None] = {}

    def to(self, name: str, carried: Outcome | None) -> Way | None:
        if (name, carried) not in self.known:
            self.known[name, carried] = self._search(name, carried)
        return self.known[name, carried]

    def _search(self, name: str, carried: Outcome | None) -> Way | None:
        step = self.script.steps[name]
        if step.kind is StepKind.END:
            return () if (step.suggests or carried or Outcome.COMPLETED) is self.persona.leads_to else None
        for option in self._options(name, step):
            following = (option and option.next) or step.next
            suggested = (option and option.suggests) or carried
            rest = self.to(following, suggested) if following else None
            if rest is not None:
                return ((name, option), *rest)
        return None

    def _options(self, name: str, step: Step) -> Iterator[Option | None]:
        """Who answers is told by the first option that fits; everything else by her own turn."""
        if step.kind is not StepKind.CHOICE:
            yield None
            return
        turn = 0 if name == self.script.opening else self.persona.turn % len(step.options)
        yield from (*step.options[turn:], *step.options[:turn])


def _written(step: Step, persona: Persona, today: date) -> Any:
    """Return her answer to a question without branches; a text is whatever the agent makes of her words."""
    match step.kind:
        case StepKind.CHOICES:
            return [step.options[persona.turn % len(step.options)].value]
        case StepKind.NUMBER:
            least = step.least or 0
            most = step.most if step.most is not None else least + USUAL_SPAN
            rounded = (
                round((least + (min(most, least + USUAL_SPAN) - least) * persona.amount) / ROUNDED_TO) * ROUNDED_TO
            )
            return int(min(max(rounded, least), most))
        case StepKind.DATE:
            return (today - timedelta(days=persona.days_ago)).isoformat()
        case _:
            return ""
