"""Kinds of steps, speakers, parts of the opening, problems and changes of scripts, as people read them."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import LazyString, gettext, lazy_gettext

from agent_ui.desk.page_words import page_words
from agent_ui.languages import language
from agent_ui.words import word
from campaigns.rules.outcomes import Outcome
from campaigns.rules.scripts.changes import Change, ChangeKind
from campaigns.rules.scripts.faults import SENTENCES, Place, Problem
from campaigns.rules.scripts.script import OpeningPart, StepKind
from campaigns.rules.scripts.who_answered import Answered, Relation

_ = lazy_gettext
KINDS: Final[Mapping[str, LazyString]] = {
    StepKind.CHOICE: _("One answer of several"),
    StepKind.CHOICES: _("Several answers"),
    StepKind.NUMBER: _("A number"),
    StepKind.DATE: _("A date"),
    StepKind.TEXT: _("Written words"),
    StepKind.END: _("Ending"),
}
SPEAKERS: Final[Mapping[str, LazyString]] = {
    Answered.SELF: _("The person herself"),
    Answered.FAMILY: _("A family member"),
    Answered.NEIGHBOUR: _("A neighbour"),
    Answered.SOMEONE_ELSE: _("Somebody else"),
    Answered.WRONG_NUMBER: _("Wrong number"),
}
RELATIONS: Final[Mapping[str, LazyString]] = {
    Relation.SPOUSE: _("Husband or wife"),
    Relation.CHILD: _("Son or daughter"),
    Relation.PARENT: _("Father or mother"),
    Relation.SIBLING: _("Brother or sister"),
    Relation.CHILD_IN_LAW: _("Son-in-law or daughter-in-law"),
    Relation.PARENT_IN_LAW: _("Father-in-law or mother-in-law"),
    Relation.OTHER: _("Another relative"),
}
OPENING_PARTS: Final[Mapping[str, LazyString]] = {
    OpeningPart.DEPARTMENT: _("which department calls"),
    OpeningPart.PURPOSE: _("what the call is for"),
    OpeningPart.VERIFY: _("how to check that the call is genuine"),
    OpeningPart.REFUSE: _("that she may refuse"),
    OpeningPart.NEVER_ASK: _("that we never ask for an OTP, a PIN or a fee"),
}
FIELDS: Final[Mapping[str, LazyString]] = {
    "language": _("Language"),
    "gender": _("Gender"),
    "category": _("Social category"),
    "state": _("State"),
    "district": _("District"),
    "block": _("Block"),
    "village": _("Village"),
}
TEXTS: Final[Mapping[str, LazyString]] = {
    "title": _("Title"),
    "read": _("Read aloud"),
    "hint": _("Hint for the agent"),
    "label": _("Words of the answer"),
    "neutral": _("What others are told"),
    "calling_back": _("Said to somebody who rang us"),
}
CHANGES: Final[Mapping[ChangeKind, LazyString]] = {
    ChangeKind.LANGUAGE_ADDED: _("The script speaks one more language: {after}."),
    ChangeKind.LANGUAGE_REMOVED: _("The script speaks a language less: {before}."),
    ChangeKind.OPENING: _("The call begins with “{after}” and no more with “{before}”."),
    ChangeKind.ORDER: _("{place}: the order is another."),
    ChangeKind.STEP_ADDED: _("{place} is new."),
    ChangeKind.STEP_REMOVED: _("{place} is no more."),
    ChangeKind.TEXT: _("{place}: the words are others."),
    ChangeKind.OPTION_ADDED: _("{place} is a new answer: {after}."),
    ChangeKind.OPTION_REMOVED: _("{place} is no answer any more: {before}."),
    ChangeKind.LEADS: _("{place} leads to “{after}” and no more to “{before}”."),
    ChangeKind.KIND: _("{place} asks for something else: {after}."),
    ChangeKind.REQUIRED: _("{place} must be answered."),
    ChangeKind.SKIPPABLE: _("{place} may be skipped."),
    ChangeKind.OUTCOME: _("{place} suggests another outcome: {after}."),
    ChangeKind.BOUNDS: _("{place}: the bounds are others."),
    ChangeKind.CONDITION: _("{place} is for other people."),
    ChangeKind.SPEAKER: _("{place}: somebody else speaks."),
    ChangeKind.SAYS: _("{place} says other parts of the opening."),
}
PREVIEW: Final[Mapping[str, LazyString]] = {
    "good": _("Every call comes to an ending, in every language."),
    "bad": _("Some places need you before the script can be saved."),
    "same": _("Nothing: this is the version in use."),
    "of": _("Of the person whom you ring: {field}"),
    "unknown": _("not known"),
    "ended": _("The call ends here. Suggested outcome: {outcome}"),
}
_LABELLED: Final = {"who": SPEAKERS, "part": OPENING_PARTS}


def language_name(tag: str) -> str:
    """Return a language's name in the language of the page."""
    return page_words().get(f"language.{tag}", tag)


def problem_sentence(problem: Problem) -> str:
    """Return what is wrong and how to mend it; its place stands beside it."""
    facts = dict(problem.facts)
    for fact, labels in _LABELLED.items():
        if fact in facts:
            facts[fact] = str(labels.get(facts[fact], facts[fact]))
    if "language" in facts:
        facts["language"] = language_name(facts["language"])
    return str(gettext(SENTENCES[problem.fault].hint)).format(**facts)


def change_sentence(change: Change) -> str:
    """Return one change as a sentence."""
    before, after = (_short(change, value) for value in (change.before, change.after))
    return str(CHANGES[change.kind]).format(place=place_words(change.place), before=before, after=after)


def place_words(place: Place) -> str:
    """Return where something stands."""
    words = [gettext("Step “%(name)s”", name=place.step)] if place.step else []
    words += [gettext("answer %(number)s", number=place.option)] if place.option else []
    words += [str(TEXTS.get(place.part, place.part))] if place.part else []
    words += [language_name(place.language)] if place.language else []
    return " · ".join(words) or gettext("The whole script")


def _short(change: Change, value: str) -> str:
    match change.kind:
        case ChangeKind.LANGUAGE_ADDED | ChangeKind.LANGUAGE_REMOVED:
            return language_name(value)
        case ChangeKind.KIND:
            return str(KINDS.get(value, value))
        case ChangeKind.OUTCOME:
            return word(Outcome(value)) if value in list(Outcome) else "–"
        case _:
            return value or "–"


def step_choices(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return every step of a script with its title, to choose from."""
    tags = [language(), *document["languages"]]
    titles = {name: step["title"] for name, step in document["steps"].items()}
    return [(name, next((text[tag] for tag in tags if text.get(tag)), name)) for name, text in titles.items()]
