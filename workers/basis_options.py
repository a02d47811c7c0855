"""Options of a command that approves a list: the order, its date, the purpose, until when data is kept, the notice."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final, TypeVar

import click

from campaigns.rules.lists.lawful_basis import LawfulBasis
from campaigns.rules.refusals import Refusal
from campaigns.store.lists.lawful_bases import basis_to_begin_from, gaps_in_basis
from campaigns.store.session import Database, Scope
from campaigns.store.tables import Campaign

Command = TypeVar("Command", bound=Callable[..., Any])
DAY: Final = click.DateTime(["%Y-%m-%d"])
_OPTIONS: Final = (
    click.option("--order", help="Number of the department's order by which these people may be called."),
    click.option("--order-date", type=DAY, help="The date that stands on the order."),
    click.option("--purpose", help="What the calls are for, in one sentence."),
    click.option("--keep-until", type=DAY, help="The day until which people's data is needed."),
    click.option(
        "--notice",
        "notices",
        multiple=True,
        metavar="[LANGUAGE=]TEXT",
        help="What people are told on how their data is used; once for each language, as ur=TEXT, or once for all."
        " Without it the text of the earlier list, or a short one of Raabta's own in English, Urdu and Hindi.",
    ),
)
_OPTION_OF: Final = {
    "order_number": "--order",
    "order_date": "--order-date",
    "purpose": "--purpose",
    "keep_until": "--keep-until",
}


def basis_options(command: Command) -> Command:
    """Give a command the options of a lawful basis."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def written_basis(
    db: Database, campaign: Campaign, options: Mapping[str, Any], *, now: datetime
) -> LawfulBasis | Refusal:
    """Return the basis that the options give, beside what stands for the campaign already; or what it lacks."""
    with db.transaction(Scope(campaign.department_id)) as session:
        begun = basis_to_begin_from(session, campaign.id) or LawfulBasis("", None, "", None, {})
        basis = LawfulBasis(
            options["order"] or begun.order_number,
            _day(options["order_date"]) or begun.order_date,
            options["purpose"] or begun.purpose,
            _day(options["keep_until"]) or begun.keep_until,
            {**begun.notices, **_notices(options["notices"], campaign.languages)},
        )
        gaps = gaps_in_basis(session, campaign.id, basis, now=now)
    if not gaps:
        return basis
    option = _OPTION_OF.get(gaps[0].field, gaps[0].field.replace("notice-", "--notice ") + "=")
    return Refusal(gaps[0].because, f"{option}: {gaps[0].hint}")


def _day(written: datetime | None) -> date | None:
    return written.date() if written else None


def _notices(written: tuple[str, ...], languages: list[str]) -> dict[str, str]:
    """Read `ur=TEXT` as the notice in Urdu, and a text without such a beginning as that in every language."""
    given: dict[str, str] = {}
    for text in written:
        tag, sign, rest = text.partition("=")
        if sign and tag not in languages and re.fullmatch("[a-z]{2,3}", tag):
            raise click.BadParameter(
                f"{tag} is no language of this campaign, which has {', '.join(languages)}.", param_hint="'--notice'"
            )
        given |= {tag: rest} if sign and tag in languages else dict.fromkeys(languages, text)
    return given
