"""The invented people whom an agent rings in practice: who answers, in what temper, what she says and what she leads to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from campaigns.rules.calling.callback_slots import SlotName
from campaigns.rules.carrier.read_in import read_in
from campaigns.rules.outcomes import Outcome
from campaigns.rules.scripts.who_answered import Answered, Relation

Texts = Mapping[str, str]  # by language


@dataclass(frozen=True)
class Interruption:
    """Something said in between, at the question of that number, counted from 0."""

    at: int
    says: Texts


@dataclass(frozen=True)
class BreakOff:
    """From the question of that number on she answers nothing any more, whatever the script asks.

    `slot`: when she wants to be called again; `hangs_up`: she ends the call herself.
    """

    at: int
    says: Texts
    leads_to: Outcome
    slot: SlotName | None
    hangs_up: bool


@dataclass(frozen=True)
class Persona:
    """One invented person. `turn` chooses among the answers of a question; `tells`: what only a note can keep."""

    key: str
    temper: str
    who: Answered  # picks up her phone
    relation: Relation | None
    leads_to: Outcome
    turn: int
    amount: float  # of the span that a number may take
    days_ago: int
    texts: Mapping[str, Texts]  # name, relative_name, village, hello, identity, reply, text, puzzled, bye
    interruptions: tuple[Interruption, ...] = ()
    breaks_off: BreakOff | None = None
    tells: Texts | None = None

    def says(self, name: str, language: str) -> str:
        """Return one of her fixed texts."""
        return in_language(self.texts[name], language)

    @property
    def outcome(self) -> Outcome:
        """Return what an agent should log of a call with her."""
        return self.breaks_off.leads_to if self.breaks_off else self.leads_to


def in_language(texts: Texts, language: str) -> str:
    """Return a text; where there is none in her language, in the nearest one, else in the first."""
    nearest = read_in(language, list(texts))
    return texts[nearest] if nearest else next(iter(texts.values()))


def read_persona(key: str, document: Mapping[str, Any]) -> Persona:
    """Read one from its document.

    Raises:
        KeyError: something is missing.
        ValueError: a word is not one of ours.
    """
    names = ("name", "relative_name", "village", "hello", "identity", "reply", "text", "puzzled", "bye")
    return Persona(
        key=key,
        temper=document["temper"],
        who=Answered(document["answers_phone"]),
        relation=Relation(document["relation"]) if "relation" in document else None,
        leads_to=Outcome(document["leads_to"]),
        turn=document["turn"],
        amount=document["amount"],
        days_ago=document["days_ago"],
        texts={name: document[name] for name in names},
        interruptions=tuple(Interruption(each["at"], each["says"]) for each in document["interrupts"]),
        breaks_off=_break_off(document["breaks_off"]) if "breaks_off" in document else None,
        tells=document.get("tells"),
    )


def _break_off(document: Mapping[str, Any]) -> BreakOff:
    slot = document.get("slot")
    return BreakOff(
        document["at"],
        document["says"],
        Outcome(document["leads_to"]),
        SlotName(slot) if slot else None,
        document["hangs_up"],
    )
