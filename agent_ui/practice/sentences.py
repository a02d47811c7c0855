"""What each line of a practice call's checklist says to the agent, in her language."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask_babel import gettext, ngettext

from agent_ui.languages import language
from agent_ui.words import word
from campaigns.rules.outcomes import Outcome
from campaigns.rules.practice.personas import in_language
from campaigns.rules.practice.practice import Check, Point

MOST_NAMED: Final = 3  # questions in one sentence


def _(sentence: str, **fields: Any) -> str:
    return str(gettext(sentence, **fields))


def point_sentence(point: Point, document: Mapping[str, Any] | None) -> str:
    """Return the sentence of one line; where it went wrong it says how to do better."""
    return _SAYING[point.check](point, document)


def _opening(point: Point, _document: Mapping[str, Any] | None) -> str:
    if point.good:
        return _("You read the opening out.")
    sentence = ngettext(
        "Read the opening out first: you answered after %(num)s second, and reading it takes at least %(least)s.",
        "Read the opening out first: you answered after %(num)s seconds, and reading it takes at least %(least)s.",
        point.facts["seconds"],
        least=point.facts["least"],
    )
    return str(sentence)


def _identity(point: Point, _document: Mapping[str, Any] | None) -> str:
    if point.good:
        return _("You noted who was speaking before you spoke of the scheme.")
    return _("You noted somebody else than who was speaking. Listen to who it is before you speak of the scheme.")


def _answers(point: Point, document: Mapping[str, Any] | None) -> str:
    if point.good:
        return _("Every answer is as the person gave it.")
    titles = [_title(document, step) for step in point.facts["steps"][:MOST_NAMED]]
    names = ("، " if language() == "ur" else ", ").join(titles)
    right, asked = point.facts["right"], point.facts["all"]
    return _(
        "%(right)s of %(all)s answers are as the person gave them. Look again at: %(names)s",
        right=right,
        all=asked,
        names=names,
    )


def _outcome(point: Point, _document: Mapping[str, Any] | None) -> str:
    if point.good:
        return _("The outcome is right.")
    noted, right = (word(Outcome(point.facts[name])) for name in ("noted", "right"))
    return _("You logged “%(noted)s”; right was “%(right)s”.", noted=noted, right=right)


def _callback(point: Point, _document: Mapping[str, Any] | None) -> str:
    if point.good:
        return _("The callback is at the time that was asked for, and the promise was read back.")
    if not point.facts["fits"]:
        return _("The callback is not at the time that the person asked for.")
    return _("Read the promise of the callback aloud before you save it.")


def _note(point: Point, _document: Mapping[str, Any] | None) -> str:
    if point.good:
        return _("The note says what the answers do not, and holds no long numbers.")
    if not point.facts["clean"]:
        return _("Write no telephone, account or identity numbers into a note.")
    return _("The person told you something that no answer keeps. Write it into the note.")


def _title(document: Mapping[str, Any] | None, step: str) -> str:
    known = document["steps"].get(step) if document else None
    return in_language(known["title"], language()) if known else step


_SAYING: Final[Mapping[Check, Callable[[Point, Mapping[str, Any] | None], str]]] = {
    Check.OPENING: _opening,
    Check.IDENTITY: _identity,
    Check.ANSWERS: _answers,
    Check.OUTCOME: _outcome,
    Check.CALLBACK: _callback,
    Check.NOTE: _note,
}
