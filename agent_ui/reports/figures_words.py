"""What a report says in words: rates, days of the week, questions and their answers."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from flask_babel import LazyString, gettext, lazy_gettext, ngettext

from agent_ui.languages import DEFAULT, language
from agent_ui.numbers import day, moment_of_year, month, number
from campaigns.rules.accounts.response_rates import Disposition
from campaigns.rules.reports.answer_figures import AnswerShare, Question
from campaigns.rules.reports.drawn_report import Report
from campaigns.rules.reports.number_bands import Band
from campaigns.rules.reports.number_figures import FEWEST_TOLD, NumberFigures
from campaigns.rules.reports.report_figures import Days
from campaigns.rules.scripts.script import StepKind
from campaigns.store.tables import Campaign

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


def report_heads(campaign: Campaign, report: Report) -> list[str]:
    """Return what stands above every part of a report that leaves the house: of what, of where, of when."""
    path = " › ".join([gettext("All places"), *(area.name for area in report.tier.path)])
    as_of = gettext("As of %(moment)s", moment=moment_of_year(report.tier.drawn_at, campaign.zone))
    return [campaign.name, path, as_of, days_in_words(report.days)]


def days_in_words(days: Days) -> str:
    """Return of which days the calls and answers are."""
    said: str = gettext("Calls from %(first)s to %(last)s", first=day(days.first), last=day(days.last))
    return said


def question_title(script: Mapping[str, Any], step: str) -> str:
    """Return a question's title in the reader's language, or in one that the script has."""
    return in_language(script["steps"].get(step, {}).get("title", {})) or step


def answer_in_words(script: Mapping[str, Any], question: Question, one: AnswerShare) -> str:
    """Return an answer as people read it: the label of an option, a band of numbers, a month."""
    if one.band is not None:
        return _band_in_words(one.band)
    if question.kind is StepKind.DATE:
        return month(one.value)
    options = script["steps"].get(question.step, {}).get("options", ())
    found = (in_language(option["label"]) for option in options if option["value"] == one.value and option.get("label"))
    return next(found, one.value)


def question_in_words(question: Question) -> list[str]:
    """Return what is said of a question above its answers, in sentences."""
    people, effective = number(question.asked), number(round(question.effective))
    if question.kind is StepKind.TEXT:
        return [gettext("%(people)s people answered in their own words.", people=people)]
    told = ngettext("%(people)s person answered.", "%(people)s people answered.", question.asked, people=people)
    if effective != people:
        told = gettext(
            "%(people)s people answered; after weighting they tell as much as %(effective)s.",
            people=people,
            effective=effective,
        )
    if question.too_few:
        few = gettext("Numbers of fewer than %(fewest)s people are not told one by one.", fewest=FEWEST_TOLD)
        return [told, few]
    return [told, *(_figures_in_words(question.figures) if question.figures else ())]


def _figures_in_words(figures: NumberFigures) -> Iterator[str]:
    yield gettext(
        "Half of them said at most %(median)s; the middle half said from %(quarter)s to %(three_quarters)s. "
        "The smallest number is %(least)s, the largest %(most)s.",
        median=number(figures.median),
        quarter=number(figures.quarter),
        three_quarters=number(figures.three_quarters),
        least=number(figures.least),
        most=number(figures.most),
    )
    if figures.interval is None:
        yield gettext(
            "The mean is %(mean)s; too few people answered to say between what chance leaves it.",
            mean=number(figures.mean),
        )
        return
    yield gettext(
        "The mean is %(mean)s, by chance between %(low)s and %(high)s (95 in 100).",
        mean=number(figures.mean),
        low=number(figures.interval.low),
        high=number(figures.interval.high),
    )


def _band_in_words(band: Band) -> str:
    if band.low == band.high:
        return number(band.low)
    if band.whole:
        whole: str = gettext("%(low)s to %(high)s", low=number(band.low), high=number(band.high))
        return whole
    said: str = gettext("%(low)s to under %(high)s", low=number(band.low), high=number(band.high))
    return said


def in_language(texts: Mapping[str, str]) -> str:
    """Return the text of the page's language, or English, or any."""
    return texts.get(language()) or texts.get(DEFAULT) or next(iter(texts.values()), "")
