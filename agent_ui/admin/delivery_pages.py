"""The administrator's page of reports that are sent by themselves, with the log of their tries."""

from datetime import time
from functools import partial
from typing import Final
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from agent_ui.delivery_words import PARTS, RHYTHMS, WAYS, is_overdue, is_under_way, why_not_arrived
from agent_ui.house import house
from agent_ui.languages import DEFAULT, offered
from agent_ui.sign_in.access import allow, the_user
from agent_ui.written_ids import id_or_none
from campaigns.reports.begin_delivery import DeliveryWish, begin_delivery
from campaigns.reports.end_delivery import end_delivery
from campaigns.reports.try_file_again import try_file_again
from campaigns.rules.refusals import Refusal
from campaigns.rules.reports.deliveries import Every, Way, signing_secret
from campaigns.rules.roles import Role
from campaigns.store.areas.areas import area_names
from campaigns.store.floor.floor_campaigns import watched_campaigns
from campaigns.store.reports.report_deliveries import deliveries, latest_tries, missing_files
from campaigns.store.session import EVERYTHING

sent_reports = Blueprint("sent_reports", __name__, url_prefix="/admin/reports", template_folder="templates")
SHOWN_TRIES: Final = 50
MORNING: Final = time(7)
BEGUN: Final = "delivery_begun"  # in the cookie's session: the delivery just begun, whose secret is shown this once


@sent_reports.get("/")
@allow(Role.ADMIN)
def show() -> ResponseReturnValue:
    """Show what is sent, what came of it, and the form for more."""
    return _page(None)


@sent_reports.post("/")
@allow(Role.ADMIN)
def begin() -> ResponseReturnValue:
    """Send a report from now on."""
    begun = begin_delivery(house().db, _wish(), the_user().id, now=house().now())
    if isinstance(begun, Refusal):
        return _page(begun), 422
    session[BEGUN] = str(begun)
    return redirect(url_for("sent_reports.show", begun=begun))


@sent_reports.post("/<uuid:delivery_id>/end")
@allow(Role.ADMIN)
def end(delivery_id: UUID) -> ResponseReturnValue:
    """Send it no more."""
    refusal = end_delivery(house().db, delivery_id, the_user().id, now=house().now())
    if refusal is not None:
        return _page(refusal), 404
    return redirect(url_for("sent_reports.show"))


@sent_reports.post("/files/<uuid:file_id>/again")
@allow(Role.ADMIN)
def again(file_id: UUID) -> ResponseReturnValue:
    """Try a file again that was given up."""
    refusal = try_file_again(house().db, file_id, the_user().id, now=house().now())
    if refusal is not None:
        return _page(refusal), 409
    return redirect(url_for("sent_reports.show"))


def _page(refusal: Refusal | None) -> str:
    now = house().now()
    with house().db.transaction(EVERYTHING) as transaction:
        sent = deliveries(transaction)
        names = area_names(transaction, {one.area_id for one, _name in sent if one.area_id})
        campaigns = watched_campaigns(transaction, the_user())
        tries = latest_tries(transaction, limit=SHOWN_TRIES)
        missing = missing_files(transaction)
    begun = id_or_none(session.pop(BEGUN, None))
    made = next((one for one, _name in sent if one.id == begun and one.way == Way.WEBHOOK), None)
    return render_template(
        "admin/reports.html",
        sent=sent,
        areas=names,
        addresses={one.id: one.address for one, _name in sent},
        secret=signing_secret(house().settings.secret_key, made.id) if made else None,
        tries=tries,
        missing=missing,
        overdue={one.id for one, _name in sent if is_overdue(one, now=now)},
        is_under_way=partial(is_under_way, now=now),
        why=partial(why_not_arrived, now=now),
        parts=PARTS,
        campaigns=campaigns,
        ways=WAYS,
        rhythms=RHYTHMS,
        refusal=refusal,
    )


def _wish() -> DeliveryWish:
    form = request.form
    way = Way(form["way"]) if form.get("way") in list(Way) else Way.FOLDER
    every = Every(form["every"]) if form.get("every") in list(Every) else Every.DAY
    address = form.get("address", "").strip()
    chosen = form.get("language", DEFAULT)
    return DeliveryWish(
        campaign_id=id_or_none(form.get("campaign_id")),
        area=form.get("area", "").strip(),
        way=way,
        address=address,
        every=every,
        at=_time(),
        way_open=_is_open(way),
        language=chosen if chosen in offered() else DEFAULT,
    )


def _is_open(way: Way) -> bool:
    settings = house().settings
    match way:
        case Way.FOLDER:
            return bool(settings.delivery_folder)
        case Way.E_MAIL:
            return bool(settings.smtp_url and settings.mail_from)
        case Way.WEBHOOK:
            return True


def _time() -> time:
    try:
        return time.fromisoformat(request.form.get("at", "")).replace(tzinfo=None)
    except ValueError:
        return MORNING
