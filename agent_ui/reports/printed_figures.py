"""A report on paper: the page's charts and tables in the language of the request."""

from collections.abc import Iterator
from typing import Final

from flask_babel import gettext as _

from agent_ui.numbers import number, percent
from agent_ui.printed_tables import printed_table, week_of
from agent_ui.reports.figures_file import (
    agents_sheets,
    answers_sheet,
    rates_sheet,
    referrals_sheets,
)
from agent_ui.reports.figures_words import (
    CLASSES,
    WEEKDAYS,
    answer_in_words,
    days_in_words,
    question_in_words,
    report_heads,
)
from agent_ui.tiers.group_words import REASONS
from agent_ui.tiers.printed_tier import printed_places
from agent_ui.tiers.tier_file import outcomes_sheet
from agent_ui.typeset import Column, PrintedBar, PrintedNotes, PrintedReport, PrintedTable
from agent_ui.words import word
from campaigns.rules.reports.answer_figures import Question
from campaigns.rules.reports.drawn_report import Report
from campaigns.rules.reports.report_figures import HourNumbers
from campaigns.store.tables import Campaign

AAPOR: Final = "AAPOR, Standard Definitions: Final Dispositions of Case Codes and Outcome Rates for Surveys"


def printed_figures(campaign: Campaign, report: Report, *, names_shown: bool) -> PrintedReport:
    """Return the pages; nothing that was said in words, and names of agents only where they may be shown."""
    name, path, as_of, _days = report_heads(campaign, report)
    return PrintedReport(
        title=_("Report"),
        subtitle=f"{name} · {path}",
        footer=as_of,
        sentences=[_reached(report), days_in_words(report.days)],
        tables=[
            _outcomes(report),
            *([printed_places(campaign, report.tier, report.places)] if report.places else []),
            printed_table(rates_sheet((), report), title=_("Rates of people, as they stand now")),
            *_questions(report),
            *hour_tables(report),
            *(
                printed_table(one, title=_("Referrals by age, as they stand now"))
                for one in referrals_sheets((), report)
            ),
            *(printed_table(one) for one in (agents_sheets((), report) if names_shown else ())),
        ],
        notes=[PrintedNotes(_("How the rates are counted"), _classes(report))],
        formulas=[AAPOR],
    )


def _reached(report: Report) -> str:
    numbers = report.numbers
    said: str = _(
        "Of %(people)s people %(reached)s were reached and %(waiting)s still wait.",
        people=number(numbers.persons),
        reached=number(numbers.reached),
        waiting=number(numbers.waiting),
    )
    return said


def outcome_bars(report: Report) -> list[PrintedBar]:
    """Return people by ending and outcome as bars: who was busy may wait, or have been called as often as may be."""
    whole = report.numbers.persons
    return [
        PrintedBar(f"{label}: {word(outcome)}", people / whole, number(people))
        for label, endings in REASONS
        for outcome, people in report.numbers.reasons(*endings)
    ]


def answer_bars(report: Report, question: Question) -> list[PrintedBar]:
    """Return the answers to a question as bars."""
    return [
        PrintedBar(answer_in_words(report.script, question, one), one.share, percent(one.share))
        for one in question.answers
    ]


def _outcomes(report: Report) -> PrintedTable:
    return printed_table(outcomes_sheet((), report.numbers), title=_("What came of it?"), bars=outcome_bars(report))


def _questions(report: Report) -> Iterator[PrintedTable]:
    for question in report.questions:
        sheet = answers_sheet(report, question)
        yield printed_table(sheet, sentences=question_in_words(question), bars=answer_bars(report, question))


def referral_tables(report: Report) -> list[PrintedTable]:
    """Return the referrals by age; nothing where none was made."""
    return [printed_table(one, title=_("Referrals by age, as they stand now")) for one in referrals_sheets((), report)]


def hour_tables(report: Report) -> Iterator[PrintedTable]:
    """Return the calls by hour, with their week as a chart, and by day; nothing where nobody was called."""
    hours, weekdays = report.hours, [str(one) for one in WEEKDAYS]
    if not hours.hours:
        return
    yield PrintedTable(
        _("When are people reached?"),
        _hour_columns(_("Hour")),
        [
            *(_hour_cells(f"{hour:02}:00", hours.of_hour(hour)) for hour in hours.hours),
            _hour_cells(_("All together"), hours.whole),
        ],
        sentences=[_("The darker an hour, the more of its calls reached the person.")],
        week=week_of(hours, weekdays),
        sums=True,
    )
    rows = [_hour_cells(name, hours.of_weekday(at)) for at, name in enumerate(weekdays, 1)]
    yield PrintedTable(_("By day of the week"), _hour_columns(_("Day")), rows)


def _hour_columns(first: str) -> list[Column]:
    others = [_("Dialled"), _("Answered"), _("Reached"), _("Calls for each reached")]
    return [Column(first), *(Column(label, number=True) for label in others)]


def _hour_cells(name: str, one: HourNumbers) -> list[str]:
    each = number(round(one.dialled / one.reached, 1)) if one.reached else "–"
    return [name, number(one.dialled), number(one.answered), number(one.reached), each]


def _classes(report: Report) -> list[str]:
    eligible = _(
        "e is the share of people of whom it is not known whether they are eligible, who are taken to be: %(e)s. It is the"
        " share of the eligible (%(eligible)s) among all of whom that is known (%(known)s), as AAPOR's proportional"
        " allocation has it. People whose list was withdrawn say nothing of it.",
        e=percent(report.rates.e),
        eligible=number(report.rates.eligible),
        known=number(report.rates.eligible + report.rates.not_eligible),
    )
    weighed = _(
        "Each person counts for as many people of the list as she stands for in its sample. Between: Wilson's interval,"
        " 95 in 100."
    )
    return [
        eligible,
        weighed,
        *(f"{label} ({one.value}): {number(report.rates.classes[one])}" for one, label in CLASSES.items()),
    ]
