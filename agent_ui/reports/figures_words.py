"""What a report says in words: rates, days of the week, questions and their answers."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import LazyString, lazy_gettext

from agent_ui.languages import DEFAULT, language
from campaigns.rules.response_rates import Disposition

_ = lazy_gettext
RATE_GROUPS: Final[tuple[tuple[LazyString, LazyString, tuple[str, ...]], ...]] = (
    (
        _("Response"),
        _(
            "People who answered all questions, of those who are eligible or may be. The even ones count partial interviews too."
        ),
        ("RR1", "RR2", "RR3", "RR4", "RR5", "RR6"),
    ),
    (_("Contact"), _("People who were spoken to, whatever they said."), ("CON1", "CON2", "CON3")),
    (
        _("Cooperation"),
        _("People who answered all questions, of those who were spoken to."),
        ("COOP1", "COOP2", "COOP3", "COOP4"),
    ),
    (_("Refusal"), _("People who refused or broke off."), ("REF1", "REF2", "REF3")),
)
CLASSES: Final[dict[Disposition, LazyString]] = {
    Disposition.INTERVIEW: _("answered all questions"),
    Disposition.PARTIAL: _("answered in part"),
    Disposition.REFUSAL: _("refused or broke off"),
    Disposition.OTHER: _("spoken to, no interview for another reason"),
    Disposition.NON_CONTACT: _("there, and not available"),
    Disposition.UNKNOWN_HOUSEHOLD: _("not known whether there is such a person: no answer, busy, not called yet"),
    Disposition.UNKNOWN_OTHER: _("not known otherwise"),
    Disposition.NOT_ELIGIBLE: _("not eligible: wrong or no such number, withdrawn"),
}
WEEKDAYS: Final[tuple[LazyString, ...]] = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)


def question_title(script: Mapping[str, Any], step: str) -> str:
    """Return a question's title in the reader's language, or in one that the script has."""
    return in_language(script["steps"].get(step, {}).get("title", {})) or step


def answer_label(script: Mapping[str, Any], step: str, value: str) -> str:
    """Return the label of an answer."""
    options = script["steps"].get(step, {}).get("options", ())
    return next((in_language(one["label"]) for one in options if one["value"] == value and one.get("label")), value)


def in_language(texts: Mapping[str, str]) -> str:
    """Return the text of the page's language, or English, or any."""
    return texts.get(language()) or texts.get(DEFAULT) or next(iter(texts.values()), "")
