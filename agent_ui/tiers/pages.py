"""The pages of tiers: a person's campaigns, and one tier of one of them, with its file."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from agent_ui.filters import unknown_filter
from agent_ui.house import house
from agent_ui.printed_tables import printed_table
from agent_ui.sign_in.access import allow, the_user
from agent_ui.sign_in.watched import campaign_to_watch
from agent_ui.taken_out import paper, workbook
from agent_ui.tiers.group_words import COLUMNS, KINDS, REASONS, group_in_words
from agent_ui.tiers.printed_tier import printed_tier
from agent_ui.tiers.tier_file import tier_sheet
from agent_ui.tiers.uncalled_words import uncalled_sheets
from agent_ui.tiers.waiting_lists import waiting_in_words, waiting_lists
from agent_ui.written_ids import id_or_none
from campaigns.reports.draw_tier import draw_tier
from campaigns.rules.refusals import Refusal
from campaigns.rules.reports.tier_report import Hidden, TierReport, TierRow
from campaigns.rules.roles import Role
from campaigns.shared.tier_drawing import TierWish
from campaigns.store.floor.floor_campaigns import watched_campaigns
from campaigns.store.lists.lists import lists_of_campaign
from campaigns.store.session import EVERYTHING, Scope
from campaigns.store.tables import Campaign
from campaigns.store.totals.row_totals import lists_changed_since

tiers = Blueprint("tiers", __name__, url_prefix="/tiers", template_folder="templates")
WATCHERS: Final = (Role.PROGRAMME, Role.OFFICER, Role.SUPERVISOR, Role.ADMIN)
ENTITLING: Final = (Role.OFFICER, Role.ADMIN)


@tiers.get("/")
@allow(*WATCHERS)
def home() -> ResponseReturnValue:
    """Show the campaigns of which this person sees a tier; somebody with one only comes to it."""
    with house().db.transaction(EVERYTHING) as session:  # an operator works for several departments
        campaigns = watched_campaigns(session, the_user())
    if len(campaigns) == 1:
        return redirect(url_for("tiers.show", campaign_id=campaigns[0][0].id))
    return render_template("tiers/home.html", campaigns=campaigns)


@tiers.get("/<uuid:campaign_id>")
@allow(*WATCHERS)
def show(campaign_id: UUID) -> ResponseReturnValue:
    """Show a tier: `?area=` goes down, `?list=` takes some lists only, `?order=least` the least reached first."""
    campaign = campaign_to_watch(campaign_id)
    drawn = _drawn(campaign)
    if isinstance(drawn, Refusal):
        return _refused(campaign, drawn)
    with house().db.transaction(EVERYTHING) as session:
        lists = lists_of_campaign(session, campaign.id) if not _is_careful() else []
        is_counting = lists_changed_since(session, campaign.id)
    return render_template(
        "tiers/tier.html",
        tier=drawn,
        rows=_ordered(drawn.rows),
        columns=COLUMNS,
        reasons=REASONS,
        kinds=KINDS,
        group_in_words=group_in_words,
        filters=_filters(),
        hidden=Hidden,
        waiting=waiting_lists(campaign),
        careful=_is_careful(),
        is_counting=is_counting,
        uncalled=[printed_table(sheet) for sheet in uncalled_sheets(campaign, drawn)],
        campaign=campaign,
        lists=lists,
        chosen=set(_lists()),
        entitles=the_user().role in ENTITLING,
    )


@tiers.get("/<uuid:campaign_id>/tier.xlsx")
@allow(*WATCHERS)
def download(campaign_id: UUID) -> ResponseReturnValue:
    """Send the same tier as a workbook; that it was taken out stands in the trace."""
    campaign = campaign_to_watch(campaign_id)
    drawn = _drawn(campaign)
    if isinstance(drawn, Refusal):
        return _refused(campaign, drawn)
    sheet = tier_sheet(campaign, drawn, _ordered(drawn.rows), _waiting(campaign))
    return workbook(campaign, "tier", [sheet, *uncalled_sheets(campaign, drawn)])


@tiers.get("/<uuid:campaign_id>/tier.pdf")
@allow(*WATCHERS)
def printed(campaign_id: UUID) -> ResponseReturnValue:
    """Send the same tier on paper, with what the page says besides."""
    campaign = campaign_to_watch(campaign_id)
    drawn = _drawn(campaign)
    if isinstance(drawn, Refusal):
        return _refused(campaign, drawn)
    return paper(campaign, "tier", printed_tier(campaign, drawn, _ordered(drawn.rows), _waiting(campaign)))


def scope_of(campaign: Campaign) -> Scope:
    """Return whose totals this person may see of a campaign that she may see: PostgreSQL holds her to her area."""
    person = the_user()
    if person.role is Role.PROGRAMME:
        return Scope(campaign.department_id, area_id=person.area_id or "")
    return Scope(campaign.department_id)


def _waiting(campaign: Campaign) -> list[str]:
    return waiting_in_words(waiting_lists(campaign), careful=_is_careful())


def _drawn(campaign: Campaign) -> TierReport | Refusal:
    lists = () if _is_careful() else ("list",)
    return unknown_filter("area", "order", *lists) or draw_tier(
        house().db, scope_of(campaign), _wish(campaign), now=house().now()
    )


def _wish(campaign: Campaign) -> TierWish:
    person = the_user()
    root = (person.area_id or "") if person.role is Role.PROGRAMME else None
    return TierWish(campaign.id, request.args.get("area") or root, _lists(), root, careful=_is_careful())


def _is_careful() -> bool:
    """Programme staff never see people, so that small counts must not tell them who somebody is."""
    return the_user().role is Role.PROGRAMME


def _lists() -> list[UUID]:
    """Return the lists of the address; what is no list selects nobody."""
    found = [id_or_none(written) for written in request.args.getlist("list") if written]
    return [one or UUID(int=0) for one in found]


def _ordered(rows: Sequence[TierRow]) -> Sequence[TierRow]:
    if request.args.get("order") != "least":
        return rows
    return sorted(rows, key=lambda row: (row.reach is None, (row.reach and row.reach.share) or 0.0))


def _filters() -> dict[str, object]:
    """Return the filters of the address, to go on with."""
    return {"list": request.args.getlist("list") or None, "order": request.args.get("order")}


def _refused(campaign: Campaign, refusal: Refusal) -> ResponseReturnValue:
    """Say why there is no such tier, to whoever asked for a page or for a file of it."""
    code = {"tier_outside_role": 403, "area_unknown": 404}.get(refusal.because, 422)
    about = {
        "waiting": waiting_lists(campaign),
        "careful": _is_careful(),
        "entitles": the_user().role in ENTITLING,
    }
    return render_template("tiers/refused.html", campaign=campaign, refusal=refusal, **about), code
