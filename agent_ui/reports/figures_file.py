"""A report as the sheets of a workbook: the numbers of the page."""

from flask_babel import gettext

from agent_ui.numbers import day, moment
from agent_ui.reports.figures_words import CLASSES, RATE_GROUPS, WEEKDAYS, answer_label, question_title
from agent_ui.tiers.group_words import REASONS
from agent_ui.words import word
from campaigns.rules.drawn_report import Report
from campaigns.sheets.write_figures import FigureSheet, Value
from campaigns.store.tables import Campaign


def report_sheets(campaign: Campaign, report: Report, *, names_shown: bool) -> list[FigureSheet]:
    """Return the sheets of a report; the work of agents only where their names may be shown."""
    above = _above(campaign, report)
    sheets = [_rates(above, report), _outcomes(above, report), _answers(above, report), _hours(above, report)]
    return [*sheets, _agents(above, report)] if names_shown else sheets


def _above(campaign: Campaign, report: Report) -> list[str]:
    path = " › ".join([gettext("All places"), *(area.name for area in report.tier.path)])
    as_of = f"{moment(report.tier.drawn_at, campaign.zone)}, {report.tier.drawn_at.year}"
    first, last = day(report.days.first), day(report.days.last)
    days = gettext("Calls from %(first)s to %(last)s", first=first, last=last)
    return [campaign.name, path, gettext("As of %(moment)s", moment=as_of), days]


def _rates(above: list[str], report: Report) -> FigureSheet:
    rows: list[list[Value]] = [
        [f"{title}: {rate.name}", rate.share, rate.part, rate.whole, rate.formula]
        for title, _, names in RATE_GROUPS
        for rate in map(report.rates.rate, names)
    ]
    classes = [f"{one.value}: {report.rates.classes[one]} ({label})" for one, label in CLASSES.items()]
    below = [f"e = {report.rates.e:.4f}", *classes]
    headings = [gettext("Rate"), gettext("Share"), gettext("Part"), gettext("Whole"), gettext("Formula")]
    return FigureSheet(gettext("Rates"), above, headings, rows, below, shares=frozenset({1}))


def _outcomes(above: list[str], report: Report) -> FigureSheet:
    rows: list[list[Value]] = [
        [str(label), word(outcome), number]
        for label, endings in REASONS
        for outcome, number in report.numbers.reasons(*endings)
    ]
    headings = [gettext("Ending"), gettext("Counts as"), gettext("People")]
    return FigureSheet(gettext("Outcomes"), above, headings, rows)


def _answers(above: list[str], report: Report) -> FigureSheet:
    rows: list[list[Value]] = [
        [
            question_title(report.script, question.step),
            answer_label(report.script, question.step, one.value),
            one.people,
            question.asked,
            one.share,
            one.interval.low,
            one.interval.high,
        ]
        for question in report.questions
        for one in question.answers
    ]
    headings = [
        gettext("Question"),
        gettext("Answer"),
        gettext("People"),
        gettext("Answered"),
        gettext("Weighted share"),
        gettext("by chance from"),
        gettext("to"),
    ]
    return FigureSheet(gettext("Answers"), above, headings, rows, shares=frozenset({4, 5, 6}))


def _hours(above: list[str], report: Report) -> FigureSheet:
    rows: list[list[Value]] = [
        [str(WEEKDAYS[one.weekday - 1]), one.hour, one.dialled, one.answered, one.reached]
        for _, one in sorted(report.hours.cells.items())
    ]
    headings = [gettext("Day"), gettext("Hour"), gettext("Dialled"), gettext("Answered"), gettext("Reached")]
    return FigureSheet(gettext("Hours"), above, headings, rows)


def _agents(above: list[str], report: Report) -> FigureSheet:
    rows: list[list[Value]] = [
        [one.name, one.talks, one.seconds_of_a_talk, one.completed, one.refused, one.callbacks] for one in report.agents
    ]
    headings = [
        gettext("Agent"),
        gettext("Talks"),
        gettext("Seconds of a talk"),
        gettext("Completed"),
        gettext("Refused"),
        gettext("Callbacks"),
    ]
    return FigureSheet(gettext("Agents"), above, headings, rows)
