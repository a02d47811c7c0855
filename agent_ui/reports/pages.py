"""A campaign's account as a page, and its downloads."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import BinaryIO, Final
from uuid import UUID

from flask import Blueprint, Response, abort, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from agent_ui.delivery_words import PARTS, RHYTHMS, WAYS, why_not_arrived
from agent_ui.endings import ENDINGS, detail_in_words
from agent_ui.filters import unknown_filter
from agent_ui.house import house
from agent_ui.numbers import moment_of_year
from agent_ui.reports.account_words import account_words
from agent_ui.reports.printed_account import MOST_PRINTED, area_table, place_tables, printed_account, tiers_are_missing
from agent_ui.reports.sent_reports import SentReport, sent_reports
from agent_ui.sign_in.access import allow, the_user
from agent_ui.sign_in.watched import campaign_to_watch
from agent_ui.taken_out import XLSX, note_taken_out
from agent_ui.typeset import typeset
from campaigns.accounts.add_up_account import add_up_account
from campaigns.accounts.draw_account import draw_account
from campaigns.rules.accounts.drawn_account import Account, AccountTotals
from campaigns.rules.refusals import Refusal
from campaigns.rules.reports.undelivered import MISSED
from campaigns.rules.roles import Role
from campaigns.shared.adding_up import Shown
from campaigns.sheets.account_book import write_account_book
from campaigns.sheets.account_json import account_json
from campaigns.sheets.account_words import AccountWords
from campaigns.sheets.short_lived_folder import short_lived_folder
from campaigns.sheets.write_account import DEFINITIONS, account_csv
from campaigns.store.floor.floor_campaigns import watched_campaigns
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import Campaign

reports = Blueprint("reports", __name__, url_prefix="/reports", template_folder="templates")
Writer = Callable[[Account, AccountWords], Iterator[str]]
TAKEN: Final = "account_downloaded"
WRITERS: Final[dict[str, tuple[Writer, str]]] = {
    "csv": (account_csv, "text/csv"),
    "json": (account_json, "application/json"),
}


@reports.get("/")
@allow(Role.OFFICER, Role.SUPERVISOR, Role.ADMIN)
def home() -> ResponseReturnValue:
    """Show the campaigns whose account this person may see."""
    now, mine = house().now(), the_user().department_id
    with house().db.transaction(EVERYTHING) as session:  # an operator works for several departments
        campaigns = watched_campaigns(session, the_user())
    sent: list[SentReport] = []
    if mine is not None:
        with house().db.transaction(Scope(mine)) as session:
            sent = sent_reports(session, now=now)
    words = {"parts": PARTS, "ways": WAYS, "rhythms": RHYTHMS, "missed": MISSED.hint}
    why = partial(why_not_arrived, now=now)
    return render_template("reports/home.html", campaigns=campaigns, sent=sent, why=why, **words)


@reports.get("/<uuid:campaign_id>")
@allow(Role.OFFICER, Role.SUPERVISOR, Role.ADMIN)
def show(campaign_id: UUID) -> ResponseReturnValue:
    """Show the totals and rates of a campaign, `?area=` with the tiers below one place; the rows are for the department."""
    campaign = campaign_to_watch(campaign_id)
    account = _added_up(campaign, house().now())
    if isinstance(account, Refusal):
        return _refused(campaign, account)
    return render_template(
        "reports/account.html",
        account=account,
        campaign=campaign,
        endings=ENDINGS,
        area_table=area_table(account.area) if account.area else None,
        places=list(zip(account.shown_tiers, place_tables(account), strict=True)),
        most_places=Shown.most_places,
        missing=tiers_are_missing(account),
        detail_in_words=detail_in_words,
        moment_of_year=moment_of_year,
        definitions=DEFINITIONS,
        may_download=the_user().role is not Role.SUPERVISOR,
    )


@reports.get("/<uuid:campaign_id>/account.<any(csv,json):kind>")
@allow(Role.OFFICER, Role.ADMIN)
def download(campaign_id: UUID, kind: str) -> ResponseReturnValue:
    """Send every row with where it ended; that it was taken out stands in the trace."""
    campaign, now = campaign_to_watch(campaign_id), house().now()
    note_taken_out(campaign, TAKEN, at=now, format=kind)
    write, mimetype = WRITERS[kind]
    pieces = stream_with_context(_pieces(house().db, campaign, write, now))
    return Response(pieces, mimetype=mimetype, headers=_as_file(campaign, kind, now))


@reports.get("/<uuid:campaign_id>/account.xlsx")
@allow(Role.OFFICER, Role.ADMIN)
def book(campaign_id: UUID) -> ResponseReturnValue:
    """Send totals and every row as a workbook."""
    campaign, now = campaign_to_watch(campaign_id), house().now()
    note_taken_out(campaign, TAKEN, at=now, format="xlsx")
    with short_lived_folder() as folder:
        path = folder / "account.xlsx"
        with draw_account(house().db, Scope(campaign.department_id), campaign.id, now=now) as account:
            if isinstance(account, Refusal):
                abort(404)
            write_account_book(path, account, account_words(campaign.zone))
        file = path.open("rb")  # stays readable when the folder is gone
    return Response(_blocks(file), mimetype=XLSX, headers=_as_file(campaign, "xlsx", now))


@reports.get("/<uuid:campaign_id>/account.pdf")
@allow(Role.OFFICER, Role.SUPERVISOR, Role.ADMIN)
def printed(campaign_id: UUID) -> ResponseReturnValue:
    """Send the totals on paper; no row of it, so whoever sees the page may have it."""
    campaign, now = campaign_to_watch(campaign_id), house().now()
    account = _added_up(campaign, now, most_places=MOST_PRINTED)
    if isinstance(account, Refusal):
        return _refused(campaign, account)
    note_taken_out(campaign, TAKEN, at=now, format="pdf")
    return Response(
        typeset(printed_account(account)), mimetype="application/pdf", headers=_as_file(campaign, "pdf", now)
    )


def _added_up(campaign: Campaign, now: datetime, *, most_places: int = Shown.most_places) -> AccountTotals | Refusal:
    area_id, scope = request.args.get("area") or None, Scope(campaign.department_id)
    return unknown_filter("area") or add_up_account(
        house().db, scope, campaign.id, area_id, now=now, most_places=most_places
    )


def _refused(campaign: Campaign, refusal: Refusal) -> ResponseReturnValue:
    code = 422 if refusal.because == "no_such_filter" else 404
    return render_template("reports/account_refused.html", campaign=campaign, refusal=refusal), code


def _pieces(db: Database, campaign: Campaign, write: Writer, now: datetime) -> Iterator[str]:
    with draw_account(db, Scope(campaign.department_id), campaign.id, now=now) as account:
        if isinstance(account, Account):
            yield from write(account, account_words(campaign.zone))


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while block := file.read(1 << 16):
            yield block


def _as_file(campaign: Campaign, kind: str, now: datetime) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="account-{campaign.slug}-{now:%Y%m%d-%H%M}.{kind}"'}
