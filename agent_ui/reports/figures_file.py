"""A report as tables: the sheets of its workbook, and the same on paper."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flask_babel import gettext

from agent_ui.reports.figures_words import (
    CLASSES,
    RATE_GROUPS,
    WEEKDAYS,
    answer_in_words,
    in_language,
    question_title,
    report_heads,
)
from agent_ui.tiers.tier_file import outcomes_sheet, tier_sheet
from campaigns.rules.reports.answer_figures import Question
from campaigns.rules.reports.drawn_report import Report
from campaigns.rules.scripts.script import StepKind
from campaigns.sheets.write_figures import FigureSheet, Value
from campaigns.store.tables import Campaign


def report_sheets(campaign: Campaign, report: Report, *, names_shown: bool) -> list[FigureSheet]:
    """Return the sheets of a report; the work of agents only where their names may be shown."""
    above = report_heads(campaign, report)
    sheets = [
        rates_sheet(above, report),
        outcomes_sheet(above, report.numbers),
        tier_sheet(campaign, replace(report.tier, rows=report.places)),  # the places that the page shows
        _answers(above, report),
        *_numbers(above, report),
        hours_sheet(above, report),
        *referrals_sheets(above, report),
    ]
    return [*sheets, *agents_sheets(above, report)] if names_shown else sheets


def rates_sheet(above: Sequence[str], report: Report) -> FigureSheet:
    """Return all rates with formulas and the classes behind them."""
    rows: list[list[Value]] = [
        [f"{title}: {rate.name}", rate.share, rate.part, rate.whole, rate.formula]
        for title, _, names in RATE_GROUPS
        for rate in map(report.rates.rate, names)
    ]
    classes = [f"{one.value}: {report.rates.classes[one]} ({label})" for one, label in CLASSES.items()]
    below = [f"e = {report.rates.e:.4f}", *classes]
    headings = [gettext("Rate"), gettext("Share"), gettext("Part"), gettext("Whole"), gettext("Formula")]
    return FigureSheet(gettext("Rates"), above, headings, rows, below, shares=frozenset({1}), formulas=frozenset({4}))


def answers_sheet(report: Report, question: Question) -> FigureSheet:
    """Return the answers to one question."""
    rows: list[list[Value]] = [
        [answer_in_words(report.script, question, one), one.people, one.share, one.interval.low, one.interval.high]
        for one in question.answers
    ]
    title = question_title(report.script, question.step)
    return FigureSheet(title, (), _answer_headings(), rows, shares=frozenset({2, 3, 4}))


def _answers(above: Sequence[str], report: Report) -> FigureSheet:
    rows: list[list[Value]] = []
    for question in report.questions:
        sheet = answers_sheet(report, question)
        if question.kind is StepKind.TEXT:
            rows.append([sheet.name, gettext("in their own words"), question.asked, question.asked])
        for answer, people, *shares in sheet.rows:
            rows.append([sheet.name, answer, people, question.asked, *shares])
    first, second, *others = _answer_headings()
    headings = [gettext("Question"), first, second, gettext("Answered"), *others]
    return FigureSheet(gettext("Answers"), above, headings, rows, shares=frozenset({4, 5, 6}))


def _answer_headings() -> list[str]:
    return [
        gettext("Answer"),
        gettext("People"),
        gettext("Weighted share"),
        gettext("by chance from"),
        gettext("by chance to"),
    ]


def _numbers(above: Sequence[str], report: Report) -> Iterator[FigureSheet]:
    rows: list[list[Value]] = []
    for question in report.questions:
        if (found := question.figures) is not None:
            numbers = [found.least, found.quarter, found.median, found.three_quarters, found.most, found.mean]
            between = [found.interval.low, found.interval.high] if found.interval else [None, None]
            rows.append([question_title(report.script, question.step), question.asked, *numbers, *between])
    headings = [
        gettext("Question"),
        gettext("Answered"),
        gettext("Smallest"),
        gettext("A quarter at most"),
        gettext("Half at most"),
        gettext("Three quarters at most"),
        gettext("Largest"),
        gettext("Weighted mean"),
        gettext("by chance from"),
        gettext("by chance to"),
    ]
    if rows:
        yield FigureSheet(gettext("Numbers"), above, headings, rows)


def hours_sheet(above: Sequence[str], report: Report) -> FigureSheet:
    """Return the calls of each hour of the week."""
    rows: list[list[Value]] = [
        [str(WEEKDAYS[one.weekday - 1]), one.hour, one.dialled, one.answered, one.reached]
        for _, one in sorted(report.hours.cells.items())
    ]
    headings = [gettext("Day"), gettext("Hour"), gettext("Dialled"), gettext("Answered"), gettext("Reached")]
    return FigureSheet(gettext("Hours"), above, headings, rows)


def referrals_sheets(above: Sequence[str], report: Report) -> Iterator[FigureSheet]:
    """Return the problems that were referred, by how long they have been open; nothing where none was."""
    rows: list[list[Value]] = [
        [in_language(one.category), one.opened, one.under_week, one.under_month, one.older, one.late, one.not_confirmed, one.closed]
        for one in report.referrals
    ]  # fmt: skip
    headings = [
        gettext("Problem"),
        gettext("Referred"),
        gettext("Open under a week"),
        gettext("One to four weeks"),
        gettext("Longer"),
        gettext("Late"),
        gettext("Not confirmed"),
        gettext("Closed"),
    ]
    if rows:
        yield FigureSheet(gettext("Referrals"), above, headings, rows)


def agents_sheets(above: Sequence[str], report: Report) -> Iterator[FigureSheet]:
    """Return the work of each agent, by name."""
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
    yield FigureSheet(gettext("Agents"), above, headings, rows)
