"""Which problems agents of a campaign may refer: names in the campaign's languages, and days for each tier."""

from typing import Final
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from agent_ui.house import house
from agent_ui.languages import KNOWN
from agent_ui.sign_in.access import allow, the_user
from agent_ui.sign_in.watched import campaign_to_watch
from campaigns.rules.referrals.categories import MOST, USUAL, Category
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.set_up.change_referral_categories import change_referral_categories
from campaigns.store.referrals.referrals import categories_of
from campaigns.store.session import Scope
from campaigns.store.tables import Campaign

category_pages = Blueprint(
    "referral_categories", __name__, url_prefix="/referrals/campaigns", template_folder="templates"
)
LANGUAGES: Final = ("en", "ur", "hi")


@category_pages.get("/<uuid:campaign_id>")
@allow(Role.OFFICER, Role.ADMIN)
def show(campaign_id: UUID) -> ResponseReturnValue:
    """Show the list of problems; an empty one offers the usual ones."""
    return _page(campaign_to_watch(campaign_id), None)


@category_pages.post("/<uuid:campaign_id>")
@allow(Role.OFFICER, Role.ADMIN)
def change(campaign_id: UUID) -> ResponseReturnValue:
    """Keep the list as it was written; a line without an English name falls away."""
    campaign = campaign_to_watch(campaign_id)
    scope, wished = Scope(campaign.department_id), _written()
    refusal = change_referral_categories(house().db, scope, campaign_id, the_user().id, wished, now=house().now())
    if refusal is not None:
        return _page(campaign, refusal), 422
    return redirect(url_for("referral_categories.show", campaign_id=campaign_id, saved="yes"))


def _page(campaign: Campaign, refusal: Refusal | None) -> str:
    with house().db.transaction(Scope(campaign.department_id)) as session:
        kept = [Category(one.names, one.days) for one in categories_of(session, campaign.id)]
    lines = _written() if refusal else kept or list(USUAL)
    return render_template(
        "referrals/categories.html",
        campaign=campaign,
        lines=[*lines, *[None] * (MOST - len(lines))],
        begins=not kept and refusal is None,
        name_languages=[(tag, KNOWN[tag].name) for tag in LANGUAGES],
        refusal=gettext(refusal.hint) if refusal else None,
    )


def _written() -> list[Category]:
    lines = []
    for number in range(1, MOST + 1):
        names = {tag: " ".join(request.form.get(f"{tag}-{number}", "").split())[:80] for tag in LANGUAGES}
        days = request.form.get(f"days-{number}", "")
        if any(names.values()):
            lines.append(Category({tag: name for tag, name in names.items() if name}, _whole(days)))
    return lines


def _whole(written: str) -> int:
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 4 else 0
