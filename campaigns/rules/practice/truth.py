"""What an invented person would answer to a script: the one way through it that is right for her."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from campaigns.rules.outcomes import Outcome
from campaigns.rules.practice.personas import Persona
from campaigns.rules.scripts.answers import nearest_day
from campaigns.rules.scripts.conditions import NO_RECORD
from campaigns.rules.scripts.script import Option, Script, Step, StepKind

USUAL_SPAN: Final = 3_000  # of a number that has no upper limit
ROUNDED_TO: Final = 50
Way = tuple[tuple[str, Option | None], ...]


@dataclass(frozen=True)
class Truth:
    """Her answers by step, in the order of the script; what she is asked beside them she does not understand."""

    answers: Mapping[str, Any]
    identity: tuple[str, ...]  # the questions by which the agent learns who speaks


def truth_of(script: Script, persona: Persona, *, today: date) -> Truth | None:
    """Return what she answers; None where no way through this script ends as it does with her."""
    way = _Ways(script, persona).to(script.opening, None)
    if way is None:
        return None
    told = way[: max(persona.breaks_off.at, 1)] if persona.breaks_off else way
    answers = {name: option.value if option else _written(script.steps[name], persona, today) for name, option in told}
    asks_who = tuple(name for name in answers if any(option.who for option in script.steps[name].options))
    return Truth(answers, asks_who or (script.opening,))


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
        if not step.is_for(NO_RECORD):
            return self.to(step.next, carried) if step.next else None
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
        options = [option for option in step.offered(NO_RECORD) if self._is_hers(option)]
        turn = self.persona.turn % len(options) if options and name != self.script.opening else 0
        yield from sorted((*options[turn:], *options[:turn]), key=lambda option: option.who is None)

    def _is_hers(self, option: Option) -> bool:
        """Whoever picked up says so, and nobody else comes to the phone."""
        return option.who in (None, self.persona.who) and option.relation in (None, self.persona.relation)


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
            return nearest_day(step, today - timedelta(days=persona.days_ago), today)
        case _:
            return ""
