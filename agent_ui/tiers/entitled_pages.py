"""The page on which a department says how many people of its areas are entitled."""

from datetime import date
from typing import Final
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from agent_ui.house import house
from agent_ui.sign_in.access import allow, the_user
from agent_ui.sign_in.watched import campaign_to_watch
from agent_ui.tiers.pages import ENTITLING
from campaigns.rules.refusals import Refusal
from campaigns.set_up.note_entitled_numbers import EntitledWish, note_entitled_numbers
from campaigns.store.areas.areas import named_areas
from campaigns.store.session import Scope
from campaigns.store.tables import Campaign
from campaigns.store.totals.entitled_numbers import entitled_numbers

entitled = Blueprint("entitled", __name__, url_prefix="/tiers", template_folder="templates")
LARGEST: Final = 2_000_000  # bytes of a file of areas


@entitled.get("/<uuid:campaign_id>/entitled")
@allow(*ENTITLING)
def show(campaign_id: UUID) -> ResponseReturnValue:
    """Show the numbers of a campaign, and the form for more."""
    return _page(campaign_to_watch(campaign_id), None)


@entitled.post("/<uuid:campaign_id>/entitled")
@allow(*ENTITLING)
def note(campaign_id: UUID) -> ResponseReturnValue:
    """Note one area's number, or those of a file."""
    campaign = campaign_to_watch(campaign_id)
    wish = EntitledWish(_lines(), " ".join(request.form.get("source", "").split()), _day(request.form.get("as_of")))
    scope = Scope(campaign.department_id)
    noted = note_entitled_numbers(house().db, scope, campaign.id, wish, the_user().id, now=house().now())
    if isinstance(noted, Refusal):
        return _page(campaign, noted), 422
    return redirect(url_for("entitled.show", campaign_id=campaign.id, noted=noted))


def _page(campaign: Campaign, refusal: Refusal | None) -> str:
    with house().db.transaction(Scope(campaign.department_id)) as session:
        numbers = entitled_numbers(session, campaign.id)
        names = named_areas(session, numbers)
    lines = sorted(((names[one], number) for one, number in numbers.items()), key=lambda line: line[0].name)
    return render_template("tiers/entitled.html", campaign=campaign, lines=lines, refusal=refusal)


def _lines() -> str:
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        return str(sent.read(LARGEST).decode("utf-8-sig", errors="replace"))
    area, number = request.form.get("area", "").strip(), request.form.get("number", "").strip()
    return f"{area}\t{number}".replace('"', "") if area or number else ""


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written or "")
    except ValueError:
        return None
