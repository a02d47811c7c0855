"""Writes an account or a report to a file in a reader's language, for whoever has no browser.

`python -m agent_ui.written ORDER FILE`: workers start it as they start the pages, because only pages know languages.
It knows nothing of the pages but their words: to build all of them would take longer than most files.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from flask import Flask
from flask_babel import Babel, force_locale

from agent_ui.languages import DEFAULT, KNOWN, direction
from agent_ui.reports.figures_file import report_sheets
from agent_ui.reports.printed_account import MOST_PRINTED, printed_account
from agent_ui.reports.printed_figures import printed_figures
from agent_ui.typeset import typeset
from campaigns.accounts.add_up_account import add_up_account
from campaigns.accounts.draw_account import draw_account
from campaigns.reports.draw_report import draw_report
from campaigns.rules.accounts.written_order import NOTHING_TO_WRITE, FileKind, Written, WrittenOrder
from campaigns.rules.refusals import Refusal
from campaigns.rules.reports.report_figures import days_of
from campaigns.shared.tier_drawing import TierWish
from campaigns.sheets.account_book import write_account_book
from campaigns.sheets.write_figures import write_figures
from campaigns.store.channel import NoBells
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import Campaign
from config import read_settings


def write(db: Database, order: WrittenOrder, target: Path) -> Refusal | None:
    """Write the file, or say why there is nothing to write."""
    if order.language not in KNOWN:
        return Refusal("language_unknown", "Name a language of the pages by its tag: en, ur or hi.")
    with db.transaction(EVERYTHING) as session:
        campaign = session.get(Campaign, order.campaign_id)
    if campaign is None:
        return Refusal("campaign_missing", "Choose a campaign.")
    with _words().test_request_context(), force_locale(order.language):
        return WRITERS[order.what](db, campaign, order, target)


def _words() -> Flask:
    """Return an app that knows languages and nothing else."""
    app = Flask(__name__)
    Babel(app, default_locale=DEFAULT)
    return app


def _account(db: Database, campaign: Campaign, order: WrittenOrder, target: Path) -> Refusal | None:
    scope = Scope(campaign.department_id)
    if order.kind is FileKind.PDF:  # no row stands on paper, so none is read where all are counted
        totals = add_up_account(db, scope, campaign.id, None, now=order.at, most_places=MOST_PRINTED)
        if isinstance(totals, Refusal):
            return totals
        if not totals.counting:
            target.write_bytes(typeset(printed_account(totals)))
            return None
    with draw_account(db, scope, campaign.id, now=order.at) as account:
        if isinstance(account, Refusal):
            return account
        if order.kind is FileKind.XLSX:
            from agent_ui.reports.account_words import (
                account_words,
            )  # knows the words of scripts, and so half of the pages

            write_account_book(target, account, account_words(campaign.zone))
        else:
            target.write_bytes(typeset(printed_account(account)))
    return None


def _report(db: Database, campaign: Campaign, order: WrittenOrder, target: Path) -> Refusal | None:
    days = days_of(None, None, campaign.zone, now=order.at)
    if isinstance(days, Refusal):
        return days
    wish = TierWish(campaign.id, order.area_id)
    report = draw_report(db, Scope(campaign.department_id), wish, days, now=order.at)
    if isinstance(report, Refusal):
        return report
    if order.kind is FileKind.XLSX:
        sheets = report_sheets(campaign, report, names_shown=False)
        write_figures(target, sheets, right_to_left=direction() == "rtl")
    else:
        target.write_bytes(typeset(printed_figures(campaign, report, names_shown=False)))
    return None


Writer = Callable[[Database, Campaign, WrittenOrder, Path], Refusal | None]
WRITERS: Final[dict[Written, Writer]] = {Written.ACCOUNT: _account, Written.REPORT: _report}


def main(order: str, target: str) -> None:
    """Write one file and end; a refusal is told on the standard error output."""
    db = Database(read_settings().database_url, NoBells(), pool_size=1)
    try:
        refusal = write(db, WrittenOrder.of_json(order), Path(target))
    finally:
        db.close()
    if refusal is not None:
        sys.stderr.write(f"{refusal.hint}\n")
        sys.exit(NOTHING_TO_WRITE)


if __name__ == "__main__":
    main(*sys.argv[1:3])
