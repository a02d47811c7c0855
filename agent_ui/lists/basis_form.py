"""The form of a list's lawful basis: what an officer writes, and one sentence beside each field that needs her."""

from collections.abc import Iterable, Sequence
from datetime import date

from werkzeug.datastructures import MultiDict

from agent_ui.lists.refusals import sentence
from campaigns.rules.lists.lawful_basis import Gap, LawfulBasis


def written_basis(form: "MultiDict[str, str]", languages: Sequence[str]) -> LawfulBasis:
    """Return what was written; a date that is none is one that was not written."""
    return LawfulBasis(
        _line(form, "order_number"),
        _day(form.get("order_date", "")),
        _line(form, "purpose"),
        _day(form.get("keep_until", "")),
        {language: form.get(f"notice-{language}", "").replace("\r\n", "\n").strip() for language in languages},
    )


def shown_basis(basis: LawfulBasis) -> dict[str, str]:
    """Return the fields of the form as they stand for a basis."""
    return {
        "order_number": basis.order_number,
        "order_date": basis.order_date.isoformat() if basis.order_date else "",
        "purpose": basis.purpose,
        "keep_until": basis.keep_until.isoformat() if basis.keep_until else "",
        **{f"notice-{language}": text for language, text in basis.notices.items()},
    }


def sentences(gaps: Iterable[Gap]) -> dict[str, str]:
    """Return one sentence for each field that needs the officer."""
    return {gap.field: sentence(gap) for gap in gaps}


def _line(form: "MultiDict[str, str]", name: str) -> str:
    return " ".join(form.get(name, "").split())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
