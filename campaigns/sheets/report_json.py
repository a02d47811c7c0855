"""A report as plain JSON: days, answers by question, calls by hour, referrals by age. Nobody is named, nobody quoted."""

from dataclasses import asdict
from typing import Any

from campaigns.rules.reports.answer_figures import AnswerShare, Question
from campaigns.rules.reports.drawn_report import Report


def report_json(report: Report) -> dict[str, Any]:
    """Return what a report says beside its tier, its outcomes and its rates."""
    return {
        "days": {"first": report.days.first.isoformat(), "last": report.days.last.isoformat()},
        "questions": [_question(report, one) for one in report.questions],
        "hours": [one._asdict() for _, one in sorted(report.hours.cells.items())],
        "referrals": [asdict(one) for one in report.referrals],
    }


def _question(report: Report, question: Question) -> dict[str, Any]:
    return {
        "step": question.step,
        "kind": question.kind.value,
        "title": report.script["steps"][question.step].get("title", {}),
        "answered": question.asked,
        "effective": question.effective,
        "answers": [_answer(one) for one in question.answers],
        "numbers": asdict(question.figures) if question.figures else None,
    }


def _answer(one: AnswerShare) -> dict[str, Any]:
    return {
        "value": None if one.band else one.value,
        "band": one.band._asdict() if one.band else None,
        "people": one.people,
        "share": one.share,
        "interval": asdict(one.interval),
    }
