"""Why a list may be called: the department's order, the purpose, until when data is kept, and what people are told.

India. Digital Personal Data Protection Act 2023, section 7(b): the State may use a person's data to give her a
subsidy, benefit or service without asking her consent first; DPDP Rules 2025 (notified 13 November 2025), rule 5 with
the Second Schedule: under law, a policy or public funds, for that purpose and no longer than it needs; rule 3: a
notice that stands alone, in plain words, with the data, the purpose and how to use one's rights or complain. The
rules on notices bind from mid-May 2027; the department is asked for all of it already now, because lists outlive that.

Pakistan. No data-protection act is in force. Prevention of Electronic Crimes Act 2016, section 16(1), punishes
holding or using another's identity information without authorisation: the written order for this very list is the
evidence that there was one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from campaigns.rules.refusals import Refusal

LONGEST_LINE: Final = 300
LONGEST_NOTICE: Final = 1_500
OLDEST_ORDER: Final = date(1947, 1, 1)  # an earlier date is a slip of the hand


@dataclass(frozen=True)
class LawfulBasis:
    """What a department writes of the order behind a list; a date that was not written is None."""

    order_number: str
    order_date: date | None
    purpose: str
    keep_until: date | None
    notices: Mapping[str, str]  # language: text


@dataclass(frozen=True)
class Gap(Refusal):
    """What is missing or wrong in one field; `field` is `notice-ur` for the notice in Urdu."""

    field: str = ""


BASIS_MISSING: Final = Refusal(
    "basis_missing",
    "Write the lawful basis of this list first: the order and its date, the purpose, until when data is kept, and the"
    " notice to people.",
)
_NO_ORDER: Final = Gap(
    "order_number_missing",
    "Write the number of the department's order by which these people may be called.",
    field="order_number",
)
_NO_ORDER_DATE: Final = Gap("order_date_missing", "Write the date that stands on the order.", field="order_date")
_ORDER_DATE_WRONG: Final = Gap(
    "order_date_wrong", "Write the date that stands on the order: a day that has been.", field="order_date"
)
_NO_PURPOSE: Final = Gap(
    "purpose_missing",
    "Write in one sentence what the calls are for: data may be used for nothing else.",
    field="purpose",
)
_NO_END: Final = Gap(
    "keep_until_missing", "Write the day until which people's data is needed for this purpose.", field="keep_until"
)
_END_OVER: Final = Gap("keep_until_over", "Choose a day that is still to come.", field="keep_until")


def basis_gaps(basis: LawfulBasis, languages: Iterable[str], *, today: date) -> list[Gap]:
    """Return what is missing or wrong, one sentence for each field; `languages` are those of the calls."""
    gaps = [
        *_line_gaps(basis.order_number, _NO_ORDER),
        *_order_date_gaps(basis.order_date, today),
        *_line_gaps(basis.purpose, _NO_PURPOSE),
        *_end_gaps(basis.keep_until, today),
    ]
    for language in languages:
        gaps += _notice_gaps(basis.notices.get(language, ""), f"notice-{language}")
    return gaps


def _line_gaps(written: str, missing: Gap) -> Iterable[Gap]:
    if not written.strip():
        yield missing
    elif len(written) > LONGEST_LINE:
        yield Gap("basis_too_long", f"Write this in at most {LONGEST_LINE} letters.", field=missing.field)


def _order_date_gaps(written: date | None, today: date) -> Iterable[Gap]:
    if written is None:
        yield _NO_ORDER_DATE
    elif not OLDEST_ORDER <= written <= today:
        yield _ORDER_DATE_WRONG


def _end_gaps(written: date | None, today: date) -> Iterable[Gap]:
    if written is None:
        yield _NO_END
    elif written <= today:
        yield _END_OVER


def _notice_gaps(written: str, field: str) -> Iterable[Gap]:
    if not written.strip():
        yield Gap(
            "notice_missing",
            "Write what people are told in this language: which data is used, for what, until when, and whom to ask.",
            field=field,
        )
    elif len(written) > LONGEST_NOTICE:
        yield Gap("notice_too_long", f"Write the notice in at most {LONGEST_NOTICE} letters.", field=field)
